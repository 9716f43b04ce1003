using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;
using Gateway.Platform.OpenApi;
using Gateway.Vendors;

namespace Gateway.Acceptance.Requests;

/// <summary>A message to one or many recipients.</summary>
/// <remarks>Settable, not init-only: the serializer would gather the values for a constructor first, which takes twice as long.</remarks>
internal sealed record SendMessageRequest
{
    /// <summary>
    /// Name or id of a template (<c>/v1/templates</c>): channel, text, subject, <c>kakao</c>, <c>fallback</c> and
    /// attachments come from it where this request does not say them itself, in <c>kakao</c> and <c>fallback</c> field
    /// by field. What is accepted stays as it is when the template is changed or removed afterwards.
    /// </summary>
    public string? Template { get; set; }

    /// <summary>What kind of message. Required, but where a template says it.</summary>
    public Channel? Channel { get; set; }

    /// <summary>
    /// The name of a configured vendor. Absent: the routing rules choose, of mms, fax and voice among the vendors that
    /// take its files and what goes with them.
    /// </summary>
    public string? Vendor { get; set; }

    /// <summary>
    /// Sender number (발신번호), registered at the vendor; read in any form, like a recipient's. Refused with
    /// <c>invalid_sender</c> are numbers that cannot exist or may not be shown: an area code before 15XX, 16XX or 18XX,
    /// 050, 010-0 and 010-1, unassigned first digits; three or four digits are taken when they are registered for the
    /// account and approved. Required.
    /// </summary>
    public string? From
    {
        get;
        set => (field, _sender) = (value, null);
    }

    /// <summary>Who gets it: a phone number, an object, or an array of both, 1 to 1,000. Required.</summary>
    [Required]
    public RecipientList? To { get; set; }

    /// <summary>Subject of an LMS, MMS or fax: at most 64 bytes in CP949. Xroshot also keeps one with an SMS, call or fax, as a label of at most 50 bytes. May hold placeholders.</summary>
    public string? Subject { get; set; }

    /// <summary>
    /// The text. SMS at most 90 bytes, LMS at most 2,000, counted in CP949: Hangul takes two; alimtalk at most 1,300
    /// characters, friendtalk 1,000, and no more than the vendor's column holds; read aloud at most 200 bytes
    /// (Bizppurio) or 1,000 (Xroshot); on a fax's cover 200. <c>#{name}</c> is filled from the recipient's variables.
    /// Required, but for a fax and for a call that plays a file.
    /// </summary>
    public string? Text { get; set; }

    /// <summary>Ids of uploaded files: MMS pictures, fax documents, a voice file. They stay usable for other messages.</summary>
    public List<Guid>? Attachments { get; set; }

    /// <summary>When to send, at most a year ahead. Absent: now. A time that passed more than a minute ago is refused.</summary>
    public DateTimeOffset? ScheduledAt { get; set; }

    /// <summary>Hours after which a message without a result has expired, 1 to 168. Absent: the vendor's setting.</summary>
    public int? ExpireHours { get; set; }

    /// <summary>Use <c>high</c> for one-time passwords and <c>bulk</c> for campaigns. Default: <c>normal</c>.</summary>
    public Lane? Priority { get; set; }

    /// <summary>
    /// An <c>advertisement</c> (광고성 정보) is held from 21:00 to 08:00 Korean time, one of Kakao from 20:50
    /// (<c>Kakao:QuietHours</c>), and refused for numbers on the opt-out list. Default: <c>transactional</c>; a
    /// friendtalk with <c>kakao.ad</c> is an advertisement.
    /// </summary>
    public MessagePurpose? Purpose { get; set; }

    /// <summary>What to do with an SMS above 90 bytes: refuse it, or send it as LMS. Default: <c>reject</c>.</summary>
    public OnTooLong? OnTooLong { get; set; }

    /// <summary>
    /// What to do with letters that the vendor's character set lacks, and with invisible ones: refuse the message and
    /// name each with its place and what would do, or write what the table in docs/reference/characters.md has for them
    /// (- for –, ￦ for ₩, e for é, nothing for a zero-width space). What is not in the table, such as emoji, is refused in either
    /// case. The answer and the message say what was replaced. It counts for text, subject, fallback and name; a Kakao
    /// text carries all of Unicode and stays. Default: <c>reject</c>.
    /// </summary>
    public OnUnmappable? OnUnmappable { get; set; }

    /// <summary>
    /// The same content may go to the same recipient more than once in this request or batch. Default: <c>false</c>,
    /// which refuses it (<c>duplicate_recipient</c>).
    /// </summary>
    public bool? AllowDuplicates { get; set; }

    /// <summary>
    /// Your own reference for the message, at most 64 characters; returned unchanged. A recipient's own reference goes
    /// first.
    /// </summary>
    public string? Reference { get; set; }

    /// <summary>
    /// Your own data, at most 16 entries, keys up to 64 and values up to 256 characters; returned unchanged.
    /// </summary>
    public Dictionary<string, string>? Metadata { get; set; }

    /// <summary>The vendor's sub-account that is billed: KShot's multiuser column, Bizppurio's CINFO, Xroshot's USER_ID.</summary>
    public string? SubId { get; set; }

    /// <summary>Xroshot only: the account that is billed instead of the sender's own (CDR_ID), at most 20 characters.</summary>
    public string? BillingId { get; set; }

    /// <summary>What alimtalk and friendtalk need besides the text.</summary>
    public KakaoRequest? Kakao { get; set; }

    /// <summary>What a call needs besides the text.</summary>
    public VoiceRequest? Voice { get; set; }

    /// <summary>What a fax needs.</summary>
    public FaxRequest? Fax { get; set; }

    /// <summary>What is sent when the message cannot be delivered.</summary>
    public FallbackRequest? Fallback { get; set; }

    /// <summary>True when it names a template that was not found: what that would say, nobody can check.</summary>
    internal bool LacksTemplate => Template is not null;

    private NumberReading? _sender;

    /// <summary>What <see cref="From"/> says; read once.</summary>
    internal NumberReading Sender => _sender ??= PhoneNumber.Sender(From);

    /// <summary>What a recipient's number says: a Korean one, or one of the country that Kakao is told.</summary>
    internal NumberReading NumberOf(Recipient recipient) =>
        Abroad is { } nation ? PhoneNumber.Abroad(recipient.Phone, nation) : recipient.Number;

    /// <summary>The country code of recipients who are not in Korea; null for all others.</summary>
    internal string? Abroad => Kakao?.NationCode is { } nation and not KakaoRequest.Korea ? nation : null;

    /// <summary>True when the gateway itself sends the fallback.</summary>
    internal bool FallsBackByGateway() => Fallback?.By == FallbackBy.Gateway;

    /// <summary>What it is for: as said, or as its Kakao flag says.</summary>
    internal MessagePurpose PurposeOrDefault() => Purpose ?? (Kakao?.Ad == true ? MessagePurpose.Advertisement : MessagePurpose.Transactional);
}

/// <summary>What to do with an SMS that is too long.</summary>
internal enum OnTooLong
{
    /// <summary>Refuse it with 422.</summary>
    Reject = 0,

    /// <summary>Send it as LMS.</summary>
    Upgrade = 1,
}

/// <summary>What to do with letters that the vendor's character set lacks.</summary>
internal enum OnUnmappable
{
    /// <summary>Refuse the message with 422.</summary>
    Reject = 0,

    /// <summary>Write what the table has for them, and refuse only the rest.</summary>
    Replace = 1,
}

/// <summary>One recipient.</summary>
[ReadFromBodies]
internal sealed record Recipient
{
    /// <summary>
    /// Phone number, with or without spaces, dots, brackets and any dashes; <c>+82 10-…</c>, <c>0082 10…</c>,
    /// <c>tel:010…</c> and digits of any script too. All are the same person.
    /// </summary>
    [Required]
    public string? Phone
    {
        get;
        set => (field, _number) = (value, null);
    }

    private NumberReading? _number;

    /// <summary>What <see cref="Phone"/> says; read once.</summary>
    internal NumberReading Number => _number ??= PhoneNumber.Recipient(Phone);

    /// <summary>Name, at most 32 characters; for your own eyes where the vendor has no field for it.</summary>
    public string? Name { get; set; }

    /// <summary>Your own reference for this recipient's message, at most 64 characters.</summary>
    public string? Reference { get; set; }

    /// <summary>Values for the placeholders of text and subject.</summary>
    public Dictionary<string, string>? Variables { get; set; }
}

/// <summary>One recipient or many.</summary>
[OneOrMany(typeof(Recipient))]
[JsonConverter(typeof(Converter))]
internal sealed class RecipientList(List<Recipient> items)
{
    public IReadOnlyList<Recipient> Items { get; } = items;

    /// <summary>True when the body had an array, so that pointers need an index.</summary>
    public bool IsArray { get; init; }

    internal sealed class Converter : JsonConverter<RecipientList>
    {
        public override RecipientList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return new RecipientList([ReadOne(ref reader, options)]);
            }

            var items = new List<Recipient>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(ReadOne(ref reader, options));
            }

            return new RecipientList(items) { IsArray = true };
        }

        public override void Write(Utf8JsonWriter writer, RecipientList value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Requests are only read.");

        private static Recipient ReadOne(ref Utf8JsonReader reader, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new Recipient { Phone = reader.GetString() },
            JsonTokenType.StartObject => JsonSerializer.Deserialize(ref reader, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Recipient>)options.GetTypeInfo(typeof(Recipient)))
                ?? throw new JsonException(),
            _ => throw new JsonException(),
        };
    }
}

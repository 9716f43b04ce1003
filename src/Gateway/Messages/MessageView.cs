using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Messages.Contents;
using Gateway.Platform;
using Gateway.Platform.OpenApi;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Messages;

/// <summary>A message as clients see it.</summary>
internal sealed record MessageView
{
    public required Guid Id { get; init; }

    /// <summary>The request that it came with; its own id when that had one recipient.</summary>
    public required Guid BatchId { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>The vendor that carries it.</summary>
    public required string Vendor { get; init; }

    /// <summary>Sender number, digits only.</summary>
    public required string From { get; init; }

    public required MessageRecipient To { get; init; }

    public required string? Subject { get; init; }

    /// <summary>The text with the recipient's variables filled in.</summary>
    public required string? Text { get; init; }

    /// <summary>Ids of its files.</summary>
    public required IReadOnlyList<Guid> Attachments { get; init; }

    /// <summary>What was asked for of an alimtalk or friendtalk, with the variables filled in; null for others.</summary>
    [JsonConverter(typeof(GivenFields<KakaoRequest>))]
    public required KakaoRequest? Kakao { get; init; }

    /// <summary>What was asked for of a call; null for others, and where nothing was.</summary>
    [JsonConverter(typeof(GivenFields<VoiceRequest>))]
    public required VoiceRequest? Voice { get; init; }

    /// <summary>What was asked for of a fax; null for others, and where nothing was.</summary>
    [JsonConverter(typeof(GivenFields<FaxRequest>))]
    public required FaxRequest? Fax { get; init; }

    public required MessageStatus Status { get; init; }

    public required Lane Priority { get; init; }

    public required MessagePurpose Purpose { get; init; }

    /// <summary>Your own reference.</summary>
    public required string? Reference { get; init; }

    /// <summary>Your own data.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string? SubId { get; init; }

    public required string? BillingId { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was to be sent, if not at once.</summary>
    public required DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>Advertisements: the end of the quiet hours that hold it, or have held it; null: none did.</summary>
    public required DateTimeOffset? HeldUntil { get; init; }

    /// <summary>When it entered the vendor's queue.</summary>
    public required DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When the vendor's agent sent it, by the agent's clock.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>When it ended: by the agent's clock where a report says so.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When it expires without a result.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When its contents, names and number were removed, as the installation does some time after the end; null: not yet.</summary>
    public required DateTimeOffset? ContentRemovedAt { get; init; }

    /// <summary>How it ended; null until then.</summary>
    public required ResultView? Result { get; init; }

    /// <summary>
    /// The fallback as it was asked for, and what became of it; null when there is none. A vendor may also send one
    /// unasked (<c>voice.smsOnFailure</c>).
    /// </summary>
    public required FallbackView? Fallback { get; init; }

    /// <summary>
    /// True when the message has ended without success and the gateway sends its fallback, or has sent it: the recipient
    /// still gets a message (<c>message.fallback</c> names it), unless its batch is canceled meanwhile.
    /// </summary>
    public required bool WillFallBack { get; init; }

    /// <summary>The message that failed, when this one is its fallback by the gateway.</summary>
    public required Guid? FallbackOf { get; init; }

    /// <summary>What happened so far, oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>With <c>onUnmappable: replace</c>: which letters were replaced; absent when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>Only there when true: what the gateway stored of it cannot be read wholly. It shows what can be; a value that means nothing is <c>unknown</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Damaged { get; init; }

    /// <summary>As this key may see it.</summary>
    public MessageView For(KnownKey key) => key.ReadsPii ? this : Masked();

    /// <summary>Without whole numbers and names of people, wherever they stand. The reference is the caller's own word and stays.</summary>
    public MessageView Masked() => this with
    {
        To = new MessageRecipient(To.Phone is null ? null : Mask.Number(To.Phone), To.Name is null ? null : Mask.Name(To.Name)),
        Subject = Subject is null ? null : Mask.Text(Subject, To.Name),
        Text = Text is null ? null : Mask.Text(Text, To.Name),
        Metadata = Mask.Entries(Metadata, To.Name),
        SubId = SubId is null ? null : Mask.Text(SubId, To.Name),
        BillingId = BillingId is null ? null : Mask.Text(BillingId, To.Name),
        Kakao = Kakao?.Masked(To.Name),
        Fallback = Fallback?.Masked(To.Name),
        Result = Result?.Reply is null ? Result : Result with { Reply = Mask.Text(Result.Reply) },
    };
}

/// <summary>Who gets it.</summary>
internal sealed record MessageRecipient(string? Phone, string? Name);

/// <summary>One step in the life of a message.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, MessageStatus Status);

/// <summary>How a message ended.</summary>
[SchemaName("MessageResult")]
internal sealed record ResultView
{
    /// <summary>The gateway's own code, the same for all vendors; see the catalogue of result codes.</summary>
    public required int Code { get; init; }

    /// <summary>The code's name, such as E_OK.</summary>
    public required string Name { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>True when the same message may succeed later without anybody's action and was certainly not delivered.</summary>
    public required bool Retryable { get; init; }

    public required string Description { get; init; }

    public required string DescriptionKo { get; init; }

    /// <summary>The vendor's own code as it came; null where the gateway itself ended the message.</summary>
    public required string? VendorCode { get; init; }

    /// <summary>The vendor's own words for its code; null where no list has it.</summary>
    public required string? VendorDescriptionKo { get; init; }

    /// <summary>True when the vendor itself does not know whether the phone got it.</summary>
    public required bool Uncertain { get; init; }

    /// <summary>True when the report came after the message had expired.</summary>
    public required bool Late { get; init; }

    /// <summary>The recipient's telecom operator, where the vendor says it.</summary>
    public required string? Telecom { get; init; }

    /// <summary>Pages that went through; fax.</summary>
    public required int? Pages { get; init; }

    /// <summary>Seconds that somebody listened; voice.</summary>
    public required int? Seconds { get; init; }

    /// <summary>The key that the recipient pressed; voice.</summary>
    public required string? Reply { get; init; }

    /// <summary>What the vendor charged, where it says so.</summary>
    public required decimal? Fee { get; init; }
}

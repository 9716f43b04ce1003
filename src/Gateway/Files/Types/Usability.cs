using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Files.Types;

/// <summary>On which channels some vendor's protocol can send a file, and why not on the others. The vendor of a message may be stricter: that is said when it is sent.</summary>
internal sealed record Usability
{
    /// <summary>
    /// In bytes. Some protocols take less, or so much for all pictures of a message: <see cref="Carries"/>.
    /// </summary>
    public const long LongestPicture = 300 * 1024;

    public const int WidestPicture = 1499;
    public const int HighestPicture = 1439;

    /// <summary>No protocol names one for faxes, but a header that claims more than a poster at fax resolution is there to do harm.</summary>
    private const long MostFaxPixels = 100_000_000;

    private const int VoiceRate = 8000;
    private const int VoiceBits = 8;

    private const string WrongType = "wrong_type";
    private const string Remedy = "Upload it again with ?convert=true to have it made what every phone shows.";
    public const string Save =
        "Save it as JPEG: phones do so when they share or send a picture, iPhones always with Settings, Camera, "
        + "Formats, Most Compatible.";

    private const string FaxTakes = "A fax takes jpg, png, gif, bmp, tif, pdf, doc, docx, xls, xlsx, ppt, pptx, hwp, txt and html.";
    private const string VoiceTakes = "A call takes wav, pcm (with the part channel=voice) and scenarios (vxml, mstg).";

    private static readonly TimeSpan LongestVoice = TimeSpan.FromMinutes(3);

    /// <summary>The channels that take files.</summary>
    public static IReadOnlyList<Channel> Takers { get; } = [Channel.Mms, Channel.Fax, Channel.Voice];

    /// <summary>Their names, as an upload says them.</summary>
    public static ClosedSet<Channel> Words { get; } = ClosedSet.Of<Channel>(Takers);

    public required IReadOnlyList<Channel> Channels { get; init; }

    /// <summary>
    /// Why it cannot on the others that one might have meant: of its type, and of a picture always mms.
    /// </summary>
    public IReadOnlyList<UnusableReason> Reasons { get; init; } = [];

    /// <summary>Why the file cannot be sent at all, or not on the channel that was asked for; null when it can.</summary>
    public string? Refusal { get; init; }

    /// <param name="facts">Null when the content is nothing that we know.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="wanted">The channel that it must be usable for; null: any.</param>
    public static Usability Of(FileFacts? facts, long size, Channel? wanted)
    {
        if (size == 0 || facts is null || facts.Fault is not null)
        {
            return new Usability { Channels = [], Refusal = size == 0 ? "The file is empty." : facts?.Fault ?? $"Its content is none of the types that agents take. {Accepted(wanted)}" };
        }

        var reasons = Takers.SelectMany(channel => WhyNot(channel, facts, size)).ToList();
        var channels = facts.Type.Channels.Where(channel => !reasons.Exists(reason => reason.Channel == Name(channel))).ToList();
        var telling = wanted is { } channel ? reasons.Where(reason => reason.Channel == Name(channel)) : reasons.Where(reason => reason.Code != WrongType);
        return new Usability
        {
            Channels = channels,

            // Nobody means to send a picture as a call, or a document as a picture.
            Reasons = [.. reasons.Where(reason => reason.Code != WrongType || (reason.Channel == Name(Channel.Mms) && CanConvert(facts.Type)))],
            Refusal = wanted is null ? channels.Count > 0 ? null
                    : facts.Type.Channels.Length == 0 ? $"It is a {facts.Type.Label}, which no agent takes. {Help(facts.Type, wanted)}"
                    : Text(telling)
                : channels.Contains(wanted.Value) ? null
                : Text(telling),
        };
    }

    /// <summary>A channel's name in requests and answers.</summary>
    public static string Name(Channel channel) => channel.Word();

    /// <summary>What <c>?convert=true</c> takes.</summary>
    public static bool CanConvert(FileType type) => type == FileType.Jpeg || type == FileType.Png || type == FileType.Gif || type == FileType.Bmp || type == FileType.WebP;

    /// <summary>The reasons one after the other; what would help is said once.</summary>
    public static string Text(IEnumerable<UnusableReason> reasons)
    {
        var details = reasons.Select(reason => reason.Detail).ToList();
        var helped = details.Exists(detail => detail.EndsWith(Remedy, StringComparison.Ordinal));
        return string.Join(" ", details.Select(detail => detail.EndsWith(Remedy, StringComparison.Ordinal) ? detail[..^Remedy.Length].TrimEnd() : detail)) + (helped ? $" {Remedy}" : "");
    }

    private static IEnumerable<UnusableReason> WhyNot(Channel channel, FileFacts facts, long size) =>
        (facts.Type.Channels.Contains(channel) ? Faults(channel, facts, size) : [(WrongType, $"It is a {facts.Type.Label} ({facts.Type.ContentType}). {Accepted(channel)}{(CanSave(facts.Type) ? " " + Save : "")}")])
        .Select(why => new UnusableReason { Channel = Name(channel), Code = why.Code, Detail = channel == Channel.Mms && CanConvert(facts.Type) ? $"{why.Reason} {Remedy}" : why.Reason });

    private static IEnumerable<(string Code, string Reason)> Faults(Channel channel, FileFacts facts, long size) => channel switch
    {
        Channel.Mms => OfPicture(facts, size),
        Channel.Fax => (long?)facts.Width * facts.Height > MostFaxPixels ? [("too_many_pixels", $"Too many pixels for a fax: {facts.Width}×{facts.Height}.")] : [],
        Channel.Voice => facts.Wave is not { } wave ? []
            : wave is not { Channels: 1, Rate: VoiceRate, Bits: VoiceBits }
                ? [("wrong_sound", $"A voice file must be mono with 8 bits at 8,000 Hz; this one has {wave.Channels} channel(s) with {wave.Bits} bits at {wave.Rate} Hz.")]
            : wave.Length > LongestVoice ? [("too_long", $"Too long for a call: {wave.Length.TotalSeconds:0} s, at most {LongestVoice.TotalSeconds:0}.")]
            : [],
        Channel.Sms or Channel.Lms or Channel.AlimTalk or Channel.FriendTalk => [],
    };

    private static IEnumerable<(string Code, string Reason)> OfPicture(FileFacts facts, long size)
    {
        foreach (var fault in facts.Jpeg is { } header ? JpegForPhones.Faults(header, facts.Trailing) : [])
        {
            yield return fault;
        }

        if (facts is { Width: > WidestPicture } or { Height: > HighestPicture })
        {
            yield return ("too_many_pixels", $"Too many pixels for an MMS: {facts.Width}×{facts.Height}, at most {WidestPicture}×{HighestPicture}.");
        }

        if (size > LongestPicture)
        {
            yield return ("too_large", $"Too large for an MMS: {size} bytes, at most {LongestPicture}.");
        }
    }

    /// <summary>A picture that nothing here decodes.</summary>
    public static bool CanSave(FileType type) => type == FileType.Heic || type == FileType.Avif;

    private static string Help(FileType type, Channel? wanted) => CanConvert(type) ? Remedy
        : CanSave(type) ? Save
        : Accepted(wanted);

    private static string Accepted(Channel? wanted) => wanted switch
    {
        Channel.Mms => "An MMS takes JPEG pictures.",
        Channel.Fax => FaxTakes,
        Channel.Voice => VoiceTakes,
        null or Channel.Sms or Channel.Lms or Channel.AlimTalk or Channel.FriendTalk => $"An MMS takes JPEG pictures. {FaxTakes} {VoiceTakes}",
    };
}

using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Files.Types;

/// <summary>On which channels some vendor's protocol can send a file, and why not on the others. The vendor of a message may be stricter: that is said when it is sent.</summary>
internal sealed record Usability
{
    /// <summary>In bytes. Some protocols take less, or so much for all pictures of a message: <see cref="Carries"/>.</summary>
    public const long LongestPicture = 300 * 1024;

    public const int WidestPicture = 1499;
    public const int HighestPicture = 1439;

    /// <summary>No protocol names one for faxes, but a header that claims more than a poster at fax resolution is there to do harm.</summary>
    private const long MostFaxPixels = 100_000_000;

    private const int VoiceRate = 8000;
    private const int VoiceBits = 8;

    private const string FaxTakes = "A fax takes jpg, png, gif, bmp, tif, pdf, doc, docx, xls, xlsx, ppt, pptx, hwp, txt and html.";
    private const string VoiceTakes = "A call takes wav, pcm (with the part channel=voice) and scenarios (vxml, mstg).";

    private static readonly TimeSpan LongestVoice = TimeSpan.FromMinutes(3);

    /// <summary>The channels that take files.</summary>
    public static IReadOnlyList<Channel> Takers { get; } = [Channel.Mms, Channel.Fax, Channel.Voice];

    /// <summary>Their names, as an upload says them.</summary>
    public static ClosedSet<Channel> Words { get; } = ClosedSet.Of<Channel>(Takers);

    public required IReadOnlyList<Channel> Channels { get; init; }

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

        var reasons = facts.Type.Channels.ToDictionary(channel => channel, channel => WhyNot(channel, facts, size));
        var channels = reasons.Where(reason => reason.Value is null).Select(reason => reason.Key).ToList();
        if (wanted is { } channel)
        {
            return new Usability
            {
                Channels = channels,
                Refusal = reasons.TryGetValue(channel, out var reason) ? reason : $"It is a {facts.Type.Label} ({facts.Type.ContentType}). {Accepted(wanted)}",
            };
        }

        return new Usability
        {
            Channels = channels,
            Refusal = channels.Count > 0 ? null
                : reasons.Count == 0 ? $"It is a {facts.Type.Label}, which no agent takes. {Accepted(wanted)}"
                : string.Join(" ", reasons.Values),
        };
    }

    private static string? WhyNot(Channel channel, FileFacts facts, long size) => channel switch
    {
        Channel.Mms =>
            facts is { Width: > WidestPicture } or { Height: > HighestPicture } ? $"Too many pixels for an MMS: {facts.Width}×{facts.Height}, at most {WidestPicture}×{HighestPicture}."
            : size > LongestPicture ? $"Too large for an MMS: {size} bytes, at most {LongestPicture}."
            : null,
        Channel.Fax => (long?)facts.Width * facts.Height > MostFaxPixels ? $"Too many pixels for a fax: {facts.Width}×{facts.Height}." : null,
        Channel.Voice => facts.Wave is not { } wave ? null
            : wave is not { Channels: 1, Rate: VoiceRate, Bits: VoiceBits }
                ? $"A voice file must be mono with 8 bits at 8,000 Hz; this one has {wave.Channels} channel(s) with {wave.Bits} bits at {wave.Rate} Hz."
            : wave.Length > LongestVoice ? $"Too long for a call: {wave.Length.TotalSeconds:0} s, at most {LongestVoice.TotalSeconds:0}."
            : null,
        Channel.Sms or Channel.Lms or Channel.AlimTalk or Channel.FriendTalk => "This channel takes no files.",
    };

    private static string Accepted(Channel? wanted) => wanted switch
    {
        Channel.Mms => "An MMS takes JPEG pictures.",
        Channel.Fax => FaxTakes,
        Channel.Voice => VoiceTakes,
        null or Channel.Sms or Channel.Lms or Channel.AlimTalk or Channel.FriendTalk => $"An MMS takes JPEG pictures. {FaxTakes} {VoiceTakes}",
    };
}

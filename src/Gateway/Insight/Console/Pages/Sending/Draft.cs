using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Files;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;
using Gateway.Vendors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>A message as somebody writes it, for one reader or for all lines of a file.</summary>
public sealed class Draft
{
    /// <summary>Of the vendor that takes most; the dry run tells what the one that is chosen takes.</summary>
    private const int MostSpoken = 1000;

    private const int MostOnCover = 200;

    private static readonly Carries Usual = new();

    private const string OfUpload = "/defaults";

    internal Channel Channel { get; set; } = Channel.Sms;

    /// <summary>A template says what is left out here.</summary>
    internal bool UsesTemplate { get; set; }

    internal string? Template { get; set; }

    /// <summary>Null: the routing rules choose.</summary>
    internal string? Vendor { get; set; }

    internal string? From { get; set; }

    internal string? Subject { get; set; }

    internal string Text { get; set; } = "";

    internal string? Reference { get; set; }

    internal bool IsAd { get; set; }

    internal bool Upgrades { get; set; }

    internal bool Replaces { get; set; }

    /// <summary>By the browser's clock.</summary>
    internal DateTime? At { get; set; }

    internal KakaoDraft Kakao { get; } = new();

    internal FallbackDraft Fallback { get; } = new();

    internal WaysDraft Ways { get; } = new();

    internal List<FileView> Files { get; } = [];

    /// <summary>What the server found wrong with it.</summary>
    internal IReadOnlyList<Fault> Faults { get; set; } = [];

    internal bool IsKakao => Channel is Channel.AlimTalk or Channel.FriendTalk;

    internal bool HasSubject => Channel is Channel.Lms or Channel.Mms or Channel.Fax;

    internal bool TakesFiles => Channel is Channel.Mms or Channel.Fax or Channel.Voice;

    /// <summary>How long its text may be: characters of Kakao's, bytes of all others.</summary>
    internal int Limit => Channel switch
    {
        Channel.Sms => Usual.SmsBytes,
        Channel.Lms or Channel.Mms => Usual.TextBytes,
        Channel.AlimTalk => ChannelText.AlimTalkCharacters,
        Channel.FriendTalk => ChannelText.FriendTalkCharacters,
        Channel.Voice => MostSpoken,
        Channel.Fax => MostOnCover,
    };

    /// <summary>Names that stand in it as <c>#{name}</c>.</summary>
    internal IReadOnlyList<string> Variables =>
    [
        .. new[] { Text, HasSubject ? Subject : null, Fallback.IsOn ? Fallback.Text : null }
            .Concat(IsKakao ? Kakao.Buttons.SelectMany(static button => button.Values.Values) : [])
            .SelectMany(Placeholders.Names).Distinct(),
    ];

    internal static string Placeholder(string name) => "#{" + name + "}";

    /// <summary>A text with the values that are known; the other placeholders stay.</summary>
    internal static string Fill(string? text, IReadOnlyDictionary<string, string> values)
    {
        var known = Placeholders.Names(text).ToDictionary(
            static name => name, name => values.TryGetValue(name, out var value) ? value : Placeholder(name));
        var whole = Composed.Of(text ?? "");
        return Acceptance.Texts.Template.Of(whole)?.Fill(known, new HashSet<string>()) ?? whole;
    }

    /// <summary>What is wrong at a place and below it, in words; empty: nothing.</summary>
    internal string FaultAt(string pointer) =>
        string.Join(
            " ",
            Faults.Where(fault => Concerns(fault, pointer)).Select(static fault => fault.Detail).Distinct());

    internal bool IsWrongAt(string pointer) => Faults.Any(fault => Concerns(fault, pointer));

    /// <summary>The body of a request, but for its recipients.</summary>
    /// <param name="zone">The browser's.</param>
    internal JsonObject Json(TimeZoneInfo zone)
    {
        var body = new JsonObject();
        Put(body, "vendor", Vendor);
        Put(body, "from", From);
        Put(body, "reference", Reference);
        Put(body, "purpose", IsAd ? "advertisement" : null);
        Put(body, "onUnmappable", Replaces && !IsKakao ? "replace" : null);
        Put(body, "scheduledAt", At is { } at ? Written(at, zone) : null);
        if (UsesTemplate)
        {
            Put(body, "template", Template);
            return body;
        }

        body["channel"] = Channel.Word();
        Put(body, "subject", HasSubject ? Subject : null);
        Put(body, "text", Text);
        Put(body, "onTooLong", Upgrades && Channel == Channel.Sms ? "upgrade" : null);
        Add(body, "kakao", IsKakao ? Kakao.Json(Channel) : null);
        Add(body, "voice", Channel == Channel.Voice ? Ways.Voice() : null);
        Add(body, "fax", Channel == Channel.Fax ? Ways.Fax() : null);
        Add(body, "fallback", Fallback.Json(IsKakao));
        Add(body, "attachments", TakesFiles && Files.Count > 0
            ? new JsonArray([.. Files.Select(static file => (JsonNode)file.Id.ToString())])
            : null);
        return body;
    }

    internal static void Put(JsonObject body, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            body[name] = value;
        }
    }

    private static void Add(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private static string Written(DateTime at, TimeZoneInfo zone) =>
        new DateTimeOffset(at, zone.GetUtcOffset(at)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Of an upload the pointers begin with the part that they are about.</summary>
    private static bool Concerns(Fault fault, string pointer)
    {
        var at = fault.Pointer.StartsWith(OfUpload + "/", StringComparison.Ordinal)
            ? fault.Pointer[OfUpload.Length..]
            : fault.Pointer;
        return at == pointer || at.StartsWith(pointer + "/", StringComparison.Ordinal);
    }
}

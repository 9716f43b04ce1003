using Gateway.Acceptance.Compose;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Texts;
using Gateway.Accounts;
using Gateway.Files;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>
/// What a template may look like. It fits when one configured vendor at least could send a message that comes from it;
/// else it is told what keeps the vendor from it that needs the fewest changes.
/// </summary>
internal sealed class TemplateRules(VendorTable vendors, PlanFallback plan, FilesOfRequest files)
{
    public const int MaxName = 100;

    private static readonly string NameForm =
        $"1 to {MaxName} characters on one line, without blanks around them.";

    /// <summary>All that is wrong.</summary>
    /// <param name="fields">The template.</param>
    /// <param name="caller">Who writes it.</param>
    /// <param name="accountId">Whose it is.</param>
    /// <param name="bytes">Of the body that it came in.</param>
    /// <param name="cancellationToken">Ends with the client.</param>
    public async ValueTask<List<Fault>> FaultsAsync(
        TemplateFields fields, KnownKey caller, Guid accountId, long bytes, CancellationToken cancellationToken)
    {
        List<Fault> faults = NameFault(fields.Name) is { } name ? [name] : [];
        if (fields.Channel is null)
        {
            const string Channels = "Say which channel: sms, lms, mms, alimtalk, friendtalk, voice or fax.";
            faults.Add(new Fault("/channel", "required", Channels));
        }

        var request = fields.Content.ToRequest(fields.Channel);
        var tooMuch = RequestBounds.Faults(request, bytes);
        if (tooMuch.Count > 0)
        {
            return [.. faults, .. tooMuch];
        }

        faults.AddRange(PlaceholdersOf(request));
        if (fields.Channel is { } channel)
        {
            var found = await files.FindAsync(request, accountId, cancellationToken);
            faults.AddRange(OfBestVendor(TemplateSample.Of(request), channel, found, caller)
                .Where(fault => !faults.Exists(known => known.Pointer == fault.Pointer)));
        }

        // The database has no place for it; everything else was looked at field by field.
        if (faults.Count == 0 && fields.Content.ToJson().Contains("\\u0000", StringComparison.Ordinal))
        {
            faults.Add(new Fault("", "invalid_character", "Holds the character U+0000."));
        }

        return faults;
    }

    private static Fault? NameFault(string? name) =>
        string.IsNullOrWhiteSpace(name) ? new Fault("/name", "required", "Give the template a name.")
        : name.Length > MaxName ? new Fault("/name", "too_long", $"{name.Length} characters; at most {MaxName}.")
        : name.Any(char.IsControl) ? new Fault("/name", "invalid_character", $"Holds control characters. {NameForm}")
        : name.Trim() != name ? new Fault("/name", "invalid_name", $"Begins or ends with a blank. {NameForm}")
        : Guid.TryParse(name, out _) ? new Fault(
            "/name", "invalid_name", "Looks like an id. Messages name a template by either.")
        : null;

    private static IEnumerable<Fault> PlaceholdersOf(SendMessageRequest request)
    {
        (string? Text, string Pointer)[] texts =
        [
            (request.Text, "/text"),
            (request.Subject, "/subject"),
            (request.Fallback?.Text, "/fallback/text"),
            (request.Fallback?.Subject, "/fallback/subject"),
        ];
        var kakao = request.Kakao is { } given ? StoredContent.Kakao(given, request) : null;
        return texts.Concat(KakaoTexts.Of(kakao).Select(static text => ((string?)text.Value, text.Pointer)))
            .Select(static text => PlaceholderFaults.Of(text.Item1, text.Item2))
            .OfType<Fault>();
    }

    private List<Fault> OfBestVendor(
        SendMessageRequest sample, Channel channel, IReadOnlyDictionary<Guid, StoredFile> found, KnownKey caller)
    {
        List<Fault>? best = null;
        foreach (var vendor in vendors.All.Where(vendor => vendor.Channels.Contains(channel)))
        {
            var faults = Of(sample, channel, vendor, found, caller);
            best = best is null || faults.Count < best.Count ? faults : best;
            if (best.Count == 0)
            {
                break;
            }
        }

        var word = channel.Word();
        return best ??
        [
            new Fault(
                "/channel",
                "no_vendor_for_channel",
                WhyNot.Tell($"No configured vendor carries {word}.", channel, vendors.All)),
        ];
    }

    private List<Fault> Of(
        SendMessageRequest sample,
        Channel channel,
        Vendor vendor,
        IReadOnlyDictionary<Guid, StoredFile> found,
        KnownKey caller)
    {
        var faults = new List<Fault>();
        var second = plan.Plan(sample, channel, vendor, found, caller, faults);
        var check = new ContentCheck(StoredContent.Of(sample, channel), vendor, found, faults)
        {
            Asked = sample,
            Replaces = true, // A message may ask for it.
        };
        FieldRules.Check(check);
        ComposeContent.Compose(check, null, "/text", "/subject", "");
        if (second is not null)
        {
            ComposeContent.Compose(second, null, "/text", "/subject", "");
            PlanFallback.Tell(second, sample.Fallback!, faults); // There is a second leg.
        }

        // Pictures and documents may be each message's own.
        faults.RemoveAll(static fault => fault is { Pointer: "/attachments", Code: "required" });
        return [.. faults.DistinctBy(static fault => (fault.Pointer, fault.Code))];
    }
}

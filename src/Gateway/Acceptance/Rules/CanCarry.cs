using Gateway.Acceptance.Requests;
using Gateway.Files;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>Whether a vendor could take a stored content word for word.</summary>
internal static class CanCarry
{
    public static bool Whole(
        StoredContent content, string? recipientName, Vendor vendor, IReadOnlyDictionary<Guid, StoredFile> files)
    {
        var faults = new List<Fault>();
        var check = new ContentCheck(content, vendor, files, faults);
        FieldRules.Check(check);
        NameRules.Check(check, recipientName, "");
        if (content.Text is { } text)
        {
            ChannelText.CheckText(check, content.Channel, text, "");
        }

        if (content.Subject is { } subject)
        {
            ChannelText.CheckSubject(check, content.Channel, subject, "");
        }

        return faults.Count == 0;
    }
}

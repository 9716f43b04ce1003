using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Requests;

/// <summary>
/// How much a request may say at all, whatever its channel: looked at before anything else is, so that refusing a request costs no more than reading it. Walks every field of the request, so that a
/// field that is added later is bounded too.
/// </summary>
internal static class RequestBounds
{
    /// <summary>Of any text, with its placeholders. Channels carry at most 2,000 bytes; a placeholder may be longer than its value.</summary>
    public const int MostCharacters = 10_000;

    /// <summary>Of a list inside a message. The longest that any channel takes has five buttons.</summary>
    public const int MostItems = 100;

    /// <summary>Variables of a recipient.</summary>
    public const int MostEntries = 500;

    /// <summary>A body of fewer bytes is cheap whatever it says, and most are.</summary>
    private const int Harmless = MostCharacters;

    /// <summary>Faults are told of the first ones only.</summary>
    private const int MostFaults = 100;

    /// <summary>What is too much; nothing of a request that came in a body of <paramref name="bytes"/> bytes when these are few.</summary>
    public static IReadOnlyList<Fault> Faults(SendMessageRequest? request, long bytes, string pointer = "")
    {
        if (request is null || bytes < Harmless)
        {
            return [];
        }

        var faults = new List<Fault>();
        Walk(request, RequestJson.Request, pointer, faults);
        return faults;
    }

    private static void Walk(object value, JsonTypeInfo type, string pointer, List<Fault> faults)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get?.Invoke(value) is { } member && faults.Count < MostFaults)
            {
                Check(member, type, $"{pointer}/{property.Name}", faults);
            }
        }
    }

    private static void Check(object member, JsonTypeInfo type, string pointer, List<Fault> faults)
    {
        switch (member)
        {
            case string text:
                CheckText(text, pointer, faults);
                break;
            case RecipientList { Items.Count: <= SendMessageValidator.MaxRecipients } to:
                for (var i = 0; i < to.Items.Count && faults.Count < MostFaults; i++)
                {
                    Walk(to.Items[i], type.Options.GetTypeInfo(typeof(Recipient)), to.IsArray ? string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}") : pointer, faults);
                }

                break;
            case RecipientList:
                break; // Told as too_many_recipients.
            case Dictionary<string, string> entries:
                CheckEntries(entries, pointer, faults);
                break;
            case IList { Count: > MostItems } list:
                faults.Add(new Fault(pointer, "too_many_entries", $"{list.Count} entries; at most {MostItems}."));
                break;
            case IList list:
                for (var i = 0; i < list.Count && faults.Count < MostFaults; i++)
                {
                    if (list[i] is { } item)
                    {
                        Check(item, type, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"), faults);
                    }
                }

                break;
            default:
                if (!member.GetType().IsValueType && type.Options.GetTypeInfo(member.GetType()) is { Kind: JsonTypeInfoKind.Object } nested)
                {
                    Walk(member, nested, pointer, faults);
                }

                break;
        }
    }

    private static void CheckEntries(Dictionary<string, string> entries, string pointer, List<Fault> faults)
    {
        if (entries.Count > MostEntries)
        {
            faults.Add(new Fault(pointer, "too_many_entries", $"{entries.Count} entries; at most {MostEntries}."));
            return;
        }

        foreach (var (name, value) in entries)
        {
            CheckText(name, pointer, faults);
            CheckText(value, pointer, faults);
        }
    }

    private static void CheckText(string? text, string pointer, List<Fault> faults)
    {
        if (text?.Length > MostCharacters && faults.Count < MostFaults)
        {
            faults.Add(new Fault(pointer, "too_long", $"{text.Length} characters, placeholders included; at most {MostCharacters}."));
        }
    }
}

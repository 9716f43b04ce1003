using System.Collections;
using System.Collections.Concurrent;
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

    /// <summary>The members of each type that can hold much: not numbers, times or names of an enumeration.</summary>
    private static readonly ConcurrentDictionary<JsonTypeInfo, Member[]> Members = new();

    /// <summary>What is too much; nothing of a request that came in a body of <paramref name="bytes"/> bytes when these are few.</summary>
    public static IReadOnlyList<Fault> Faults(SendMessageRequest? request, long bytes, string pointer = "")
    {
        if (request is null || bytes < Harmless)
        {
            return [];
        }

        List<Fault>? faults = null;
        Walk(request, RequestJson.Request, ref faults);
        Under(pointer, faults, 0);
        return faults ?? (IReadOnlyList<Fault>)[];
    }

    private static void Walk(object value, JsonTypeInfo type, ref List<Fault>? faults)
    {
        foreach (var (step, read) in Members.GetOrAdd(type, MembersOf))
        {
            if (read(value) is { } member && !IsFull(faults))
            {
                var known = faults?.Count ?? 0;
                Check(member, type, ref faults);
                Under(step, faults, known);
            }
        }
    }

    private static Member[] MembersOf(JsonTypeInfo type) =>
        [.. type.Properties.Where(static property => property is { Get: not null, PropertyType.IsValueType: false })
            .Select(static property => new Member("/" + property.Name, property.Get!))]; // Filtered.

    private static bool IsFull(List<Fault>? faults) => faults?.Count >= MostFaults;

    /// <summary>Pointers are written on the way back from a fault, because nearly no member has one.</summary>
    private static void Under(string step, List<Fault>? faults, int known)
    {
        for (var i = known; i < faults?.Count; i++)
        {
            faults[i] = faults[i] with { Pointer = step + faults[i].Pointer };
        }
    }

    private static void Under(int? index, List<Fault>? faults, int known)
    {
        if (index is { } place && faults?.Count > known)
        {
            Under(string.Create(CultureInfo.InvariantCulture, $"/{place}"), faults, known);
        }
    }

    private static void Check(object member, JsonTypeInfo type, ref List<Fault>? faults)
    {
        switch (member)
        {
            case string text:
                CheckText(text, ref faults);
                break;
            case RecipientList { Items.Count: <= SendMessageValidator.MaxRecipients } to:
                for (var i = 0; i < to.Items.Count && !IsFull(faults); i++)
                {
                    var known = faults?.Count ?? 0;
                    Walk(to.Items[i], type.Options.GetTypeInfo(typeof(Recipient)), ref faults);
                    Under(to.IsArray ? i : null, faults, known);
                }

                break;
            case RecipientList:
                break; // Told as too_many_recipients.
            case Dictionary<string, string> entries:
                CheckEntries(entries, ref faults);
                break;
            case IList { Count: > MostItems } list:
                Add("too_many_entries", $"{list.Count} entries; at most {MostItems}.", ref faults);
                break;
            case IList list:
                for (var i = 0; i < list.Count && !IsFull(faults); i++)
                {
                    if (list[i] is { } item)
                    {
                        var known = faults?.Count ?? 0;
                        Check(item, type, ref faults);
                        Under(i, faults, known);
                    }
                }

                break;
            default:
                if (!member.GetType().IsValueType && type.Options.GetTypeInfo(member.GetType()) is { Kind: JsonTypeInfoKind.Object } nested)
                {
                    Walk(member, nested, ref faults);
                }

                break;
        }
    }

    private static void CheckEntries(Dictionary<string, string> entries, ref List<Fault>? faults)
    {
        if (entries.Count > MostEntries)
        {
            Add("too_many_entries", $"{entries.Count} entries; at most {MostEntries}.", ref faults);
            return;
        }

        foreach (var (name, value) in entries)
        {
            CheckText(name, ref faults);
            CheckText(value, ref faults);
        }
    }

    private static void CheckText(string? text, ref List<Fault>? faults)
    {
        if (text?.Length > MostCharacters && !IsFull(faults))
        {
            Add("too_long", $"{text.Length} characters, placeholders included; at most {MostCharacters}.", ref faults);
        }
    }

    private static void Add(string code, string detail, ref List<Fault>? faults) =>
        (faults ??= []).Add(new Fault("", code, detail));

    /// <param name="Step">Of a pointer to it.</param>
    /// <param name="Read">Its value.</param>
    private readonly record struct Member(string Step, Func<object, object?> Read);
}

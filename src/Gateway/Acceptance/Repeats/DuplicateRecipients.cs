using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// The same content to the same recipient twice in one request or batch: nobody wants to get it twice, and it costs
/// twice. Refused unless the message says <c>allowDuplicates</c>.
/// </summary>
internal static class DuplicateRecipients
{
    private const string Code = "duplicate_recipient";

    /// <summary>A mailing list that was pasted twice needs no more to be mended.</summary>
    private const int MaxFaults = 100;

    /// <summary>The faults of a request. Contents are compared only of recipients that come again.</summary>
    public static IEnumerable<Fault> Faults(IReadOnlyList<NewMessage> messages, Func<int, string> pointer) =>
        messages.Count < 2
            ? []
            : Find(messages).Take(MaxFaults).Select(found => Fault(pointer(found.Index), $"at {pointer(found.Earlier)}"));

    public static Fault Fault(string pointer, string where) => new(
        pointer,
        Code,
        $"The same content goes to this number {where} already. Take one out, or say allowDuplicates: true.");

    /// <summary>Each message that has an earlier one of the same content and does not allow it, and that one.</summary>
    private static IEnumerable<(int Index, int Earlier)> Find(IReadOnlyList<NewMessage> messages)
    {
        var firsts = new Dictionary<string, int>(messages.Count, StringComparer.Ordinal);
        var contents = new Dictionary<UInt128, int>();
        for (var i = 0; i < messages.Count; i++)
        {
            // A wrong number is told already, and has no digits.
            if (messages[i].Recipient.Length == 0 || firsts.TryAdd(messages[i].Recipient, i))
            {
                continue;
            }

            var first = firsts[messages[i].Recipient];
            contents.TryAdd(SeenContent.HashOf(messages[first]), first);
            var content = SeenContent.HashOf(messages[i]);
            if (!contents.TryAdd(content, i) && !messages[i].AllowsDuplicates)
            {
                yield return (i, contents[content]);
            }
        }
    }
}

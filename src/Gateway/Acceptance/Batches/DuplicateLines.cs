using System.Globalization;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>
/// Finds lines of an upload that say what an earlier one said to the same recipient. Knows all its lines.
/// </summary>
internal sealed class DuplicateLines
{
    private readonly LinesByContent _lines = new();

    /// <summary>The faults of a line; without any, the line is known from now on.</summary>
    public List<Fault> Faults(int line, RecipientList to, IReadOnlyList<NewMessage> messages)
    {
        var faults = DuplicateRecipients.Faults(messages, index => Pointer(to, index)).ToList();
        var contents = new UInt128[messages.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            contents[i] = SeenContent.HashOf(messages[i]);
            if (!messages[i].AllowsDuplicates && _lines.Find(contents[i]) is > 0 and var earlier)
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"in line {earlier}");
                faults.Add(DuplicateRecipients.Fault(Pointer(to, i), where));
            }
        }

        if (faults.Count == 0)
        {
            Keep(line, contents);
        }

        return faults;
    }

    private void Keep(int line, UInt128[] contents)
    {
        foreach (var content in contents)
        {
            if (_lines.Find(content) == 0)
            {
                _lines.Add(content, line);
            }
        }
    }

    private static string Pointer(RecipientList to, int index) => SendMessageValidator.Pointer(to, index, "phone");
}

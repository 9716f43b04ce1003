using System.Text;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// Messages that share one row: same content, one recipient each. The first one's id is the row's key.
/// </summary>
internal sealed record XroshotJob(IReadOnlyList<OutgoingMessage> Messages)
{
    /// <summary>The manual's bound for DEST_INFO.</summary>
    public const int MostRecipients = 100;

    /// <summary>DEST_NAME in the agent's tables, bytes of CP949.</summary>
    private const int LongestName = 20;

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)
        ?? throw new InvalidOperationException("This platform has no code page 949.");

    public OutgoingMessage First => Messages[0];

    /// <summary><c>name^number|name^number</c>.</summary>
    public string Recipients => string.Join('|', Messages.Select(message => $"{Name(message)}^{message.To}"));

    /// <summary>
    /// Neighbours with the same content, so that the order of the queue stays the order of the messages.
    /// </summary>
    public static IReadOnlyList<XroshotJob> Pack(IReadOnlyList<OutgoingMessage> messages)
    {
        var jobs = new List<XroshotJob>();
        var current = new List<OutgoingMessage>();
        foreach (var message in messages)
        {
            if (current.Count == MostRecipients || (current.Count > 0 && !HasSameContent(current[0], message)))
            {
                jobs.Add(new XroshotJob(current));
                current = [];
            }

            current.Add(message);
        }

        if (current.Count > 0)
        {
            jobs.Add(new XroshotJob(current));
        }

        return jobs;
    }

    private static bool HasSameContent(OutgoingMessage one, OutgoingMessage other) =>
        one == other with { Id = one.Id, To = one.To, RecipientName = one.RecipientName, Attachments = one.Attachments }
        && one.Attachments.SequenceEqual(other.Attachments);

    /// <summary>
    /// Never empty, and without the two characters that would make another recipient of it; cut between characters.
    /// </summary>
    private static string Name(OutgoingMessage message)
    {
        var name = (message.RecipientName ?? "").Replace("^", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal).Trim();
        var bytes = 0;
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += Cp949.GetByteCount(rune.ToString());
            if (bytes > LongestName)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length == 0 ? message.To : name[..length];
    }
}

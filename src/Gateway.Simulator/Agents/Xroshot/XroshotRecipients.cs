namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>DEST_INFO: <c>name^number|name^number</c>, 1 to 100; a third part and a closing bar are allowed.</summary>
internal static class XroshotRecipients
{
    private const int Most = 100;
    private const int Longest = 20;

    public static List<(string Name, string Phone)> Parse(string destInfo)
    {
        var recipients = new List<(string, string)>();
        foreach (var part in destInfo.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = part.Split('^');
            var phone = fields.Length > 1 ? fields[1] : "";
            recipients.Add((Cut(fields[0]), Cut(phone)));
        }

        return recipients;
    }

    /// <summary>What the server refuses as a whole: a wrong count, too many, or something that is no number.</summary>
    public static bool AreSound(List<(string Name, string Phone)> recipients, int count) =>
        recipients.Count == count && count is >= 1 and <= Most && recipients.TrueForAll(
            recipient => recipient.Phone.Length > 0 && recipient.Phone.All(char.IsAsciiDigit));

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] : text;
}

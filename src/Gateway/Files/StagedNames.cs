using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Files;

/// <summary>
/// Names of staged files: made by us from hashes, of letters and digits that no separator and no file system minds. Two
/// vendors never share a file, even in one directory. The same message and content soon get the same name again, so
/// that staging again copies nothing.
/// </summary>
internal static class StagedNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerLetter = 5;

    /// <summary>130 bits; more would not make a name more unique.</summary>
    private const int LongestStem = 26;

    /// <summary>60 bits: below this two files of a busy install could meet.</summary>
    private const int ShortestStem = 12;

    /// <summary>
    /// So long messages with the same content share one name; then the next name begins. A file whose name takes no new
    /// messages can be deleted without asking who is about to come.
    /// </summary>
    public static TimeSpan JoinedFor { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A name for a stored file: one for each content and while, or one for each message and place in it.
    /// </summary>
    public static string Of(StagingPlace place, byte[] sha256, string extension, Guid messageId, int position, DateTimeOffset now) => Name(
        place,
        place.Rules.FilePerMessage
            ? Hash($"{place.Vendor} {messageId:N} {position} {Convert.ToHexString(sha256)}")
            : Hash($"{place.Vendor} {now.UtcTicks / JoinedFor.Ticks} {Convert.ToHexString(sha256)}"),
        extension);

    /// <summary>A name for a file that was made for one message.</summary>
    public static string OfMade(StagingPlace place, Guid messageId, string extension) =>
        Name(place, Hash($"{place.Vendor} {messageId:N} {extension}"), extension);

    /// <summary>The name as it goes into the row.</summary>
    public static string InRow(StagingPlace place, string name) =>
        place.Rules.WithPath ? Folder(place.AgentPath) + name : name;

    private static string Name(StagingPlace place, byte[] hash, string extension)
    {
        var (rules, agentPath) = (place.Rules, place.AgentPath);
        var room = rules.LongestName - extension.Length - 1 - (rules.WithPath ? Encoding.UTF8.GetByteCount(Folder(agentPath)) : 0);
        if (room < ShortestStem || (rules.WithPath && agentPath.AsSpan().ContainsAny(rules.Separators)))
        {
            throw new StagingException($"Attachments:AgentPath '{agentPath}' is too long for the vendor's column of {rules.LongestName} bytes, or has one of its separators in it.", isPermanent: false);
        }

        return $"{Base32(hash, Math.Min(room, LongestStem))}.{extension}";
    }

    // A Windows agent has its own idea of a path; the gateway's says nothing about it.
    private static string Folder(string agentPath)
    {
        var separator = agentPath.Contains('\\', StringComparison.Ordinal) ? '\\' : '/';
        return agentPath.EndsWith(separator) ? agentPath : agentPath + separator;
    }

    private static byte[] Hash(FormattableString text) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    private static string Base32(byte[] bytes, int length) => string.Create(length, bytes, static (letters, bytes) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var bit = i * BitsPerLetter;
            var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
            letters[i] = Letters[(pair >> (16 - BitsPerLetter - (bit % 8))) & 31];
        }
    });
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gateway.Messages;

namespace Gateway.Acceptance.Repeats;

/// <summary>
/// What makes two messages the same: recipient, channel, time that it is reserved for, subject, text and everything
/// else that the recipient gets to see; not sender, vendor, reference or metadata. Asked before contents are encrypted.
/// </summary>
internal static class SeenContent
{
    /// <summary>Stands where there is nothing, which is not the same as an empty text.</summary>
    private const string Nothing = "\u0001";

    /// <summary>No part can hold what stands between them: U+0000 is refused in every field.</summary>
    public static string Of(NewMessage message) => string.Join(
        '\0',
        message.Recipient,
        message.Channel.ToString(),
        message.ScheduledAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? Nothing,
        message.Subject ?? Nothing,
        message.Body ?? Nothing,
        Details(message.Details) ?? Nothing);

    /// <summary>Half of a SHA-256 of it: no two contents of an upload have the same one.</summary>
    public static UInt128 HashOf(NewMessage message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(Of(message).AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>
    /// Without what the routing rules chose for the second leg: chance makes no two messages of one. Nor does it matter
    /// which letters stood there before others were written.
    /// </summary>
    private static string? Details(string? json)
    {
        if (MessageDetails.FromJson(json) is not { } details || (details.Next is null && details.Replacements is null))
        {
            return json;
        }

        var seen = details.Next is not { } next
            ? null
            : next with { Vendor = "", Routed = false, SameVendor = false, ExpireHours = 0, Replacements = null };
        return (details with { Replacements = null, Next = seen }).ToJson();
    }
}

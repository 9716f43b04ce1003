using System.Buffers.Binary;

namespace Gateway.Reports;

/// <summary>
/// As much of TIFF as tells whether a file was written to its end: every page's directory, and the picture data it
/// points to, must lie within it.
/// </summary>
internal static class Tiff
{
    /// <summary>
    /// A fax of this many pages fills a directory with circles: a file like that is broken, not long.
    /// </summary>
    private const int MostPages = 10_000;

    private const int EntryBytes = 12;
    private const ushort StripOffsets = 273;
    private const ushort StripByteCounts = 279;

    public static bool IsComplete(Stream file)
    {
        Span<byte> head = stackalloc byte[8];
        if (!TryRead(file, 0, head) || !(head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)))
        {
            return false;
        }

        var little = head[0] == 'I';
        var directory = Number(head[4..], little);
        for (var page = 0; directory != 0; page++)
        {
            if (page == MostPages || !TryReadPage(file, ref directory, little))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One page's directory; leaves the place of the next one, or 0.</summary>
    private static bool TryReadPage(Stream file, ref uint directory, bool little)
    {
        Span<byte> count = stackalloc byte[2];
        if (!TryRead(file, directory, count))
        {
            return false;
        }

        var entries = new byte[(Short(count, little) * EntryBytes) + 4];
        if (!TryRead(file, directory + 2, entries))
        {
            return false;
        }

        uint offset = 0, length = 0;
        for (var at = 0; at < entries.Length - 4; at += EntryBytes)
        {
            var entry = entries.AsSpan(at, EntryBytes);
            var single = Number(entry[4..], little) == 1;
            var value = Short(entry[2..], little) == 3 ? Short(entry[8..], little) : Number(entry[8..], little);
            switch (Short(entry, little))
            {
                case StripOffsets when single:
                    offset = value;
                    break;
                case StripByteCounts when single:
                    length = value;
                    break;
            }
        }

        directory = Number(entries.AsSpan(entries.Length - 4), little);
        return (long)offset + length <= file.Length;
    }

    private static bool TryRead(Stream file, long position, Span<byte> bytes)
    {
        if (position + bytes.Length > file.Length)
        {
            return false;
        }

        file.Position = position;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}

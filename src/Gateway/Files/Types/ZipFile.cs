using System.Buffers.Binary;
using System.Text;

namespace Gateway.Files.Types;

/// <summary>
/// Tells docx, xlsx, pptx and hwpx apart by the names in the archive's directory. Nothing is unpacked.
/// </summary>
internal static class ZipFile
{
    private const int EndBytes = 22;
    private const int LongestComment = 65535;
    private const int EntryBytes = 46;

    /// <summary>Documents with thousands of pictures exist; more is no document.</summary>
    private const int MaxEntries = 20_000;

    private static ReadOnlySpan<byte> EndSignature => "PK\u0005\u0006"u8;

    private static ReadOnlySpan<byte> EntrySignature => "PK\u0001\u0002"u8;

    public static FileType? Find(Stream stream)
    {
        if (FindDirectory(stream) is not { } directory)
        {
            return null;
        }

        stream.Position = Math.Min(directory, stream.Length);
        Span<byte> entry = stackalloc byte[EntryBytes];
        Span<byte> name = stackalloc byte[64];
        for (var i = 0; i < MaxEntries; i++)
        {
            if (stream.ReadAtLeast(entry, EntryBytes, throwOnEndOfStream: false) < EntryBytes
                || !entry[..4].SequenceEqual(EntrySignature))
            {
                return null;
            }

            int length = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
            var next = stream.Position + length + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
            if (length <= name.Length
                && stream.ReadAtLeast(name[..length], length, throwOnEndOfStream: false) == length
                && TypeOf(name[..length]) is { } type)
            {
                return type;
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        return null;
    }

    private static FileType? TypeOf(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name) switch
    {
        "word/document.xml" => FileType.Docx,
        "xl/workbook.xml" => FileType.Xlsx,
        "ppt/presentation.xml" => FileType.Pptx,
        "Contents/content.hpf" => FileType.Hwpx,
        _ => null,
    };

    /// <summary>Where the directory begins: written at the archive's end, before a comment.</summary>
    private static long? FindDirectory(Stream stream)
    {
        var tail = new byte[Math.Min(stream.Length, EndBytes + LongestComment)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf(EndSignature);
        return at >= 0 && at + EndBytes <= tail.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16))
            : null;
    }
}

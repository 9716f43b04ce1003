using System.Buffers.Binary;
using System.Text;

namespace Gateway.Files.Types;

/// <summary>
/// Tells doc, xls, ppt and hwp apart: all are OLE compound files, told by the names of their streams.
/// </summary>
internal static class CompoundFile
{
    private const int HeaderBytes = 512;
    private const int EntryBytes = 128;

    /// <summary>
    /// The header itself lists the first 109 sectors of the allocation table: enough for 7 MB, and the directory stands
    /// near the front.
    /// </summary>
    private const int TableSectorsInHeader = 109;

    private const int MaxDirectorySectors = 256;

    public static FileType? Find(Stream stream)
    {
        var header = new byte[HeaderBytes];
        stream.Position = 0;
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            return null;
        }

        // Sectors have 512 or 4,096 bytes.
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12))
        {
            return null;
        }

        var sector = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(48));
        var bytes = new byte[1 << shift];
        for (var i = 0; i < MaxDirectorySectors && sector >= 0 && ReadSector(stream, sector, bytes); i++)
        {
            for (var entry = 0; entry < bytes.Length; entry += EntryBytes)
            {
                if (TypeOf(bytes.AsSpan(entry, EntryBytes)) is { } type)
                {
                    return type;
                }
            }

            sector = Next(stream, header, sector, bytes);
        }

        return null;
    }

    private static FileType? TypeOf(ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
        return length is < 2 or > 64 ? null : Encoding.Unicode.GetString(entry[..(length - 2)]) switch
        {
            "WordDocument" => FileType.Doc,
            "Workbook" or "Book" => FileType.Xls,
            "PowerPoint Document" => FileType.Ppt,
            "FileHeader" => FileType.Hwp,
            _ => null,
        };
    }

    /// <summary>The sector after this one by the allocation table; negative at the end.</summary>
    private static int Next(Stream stream, byte[] header, int sector, byte[] buffer)
    {
        var perSector = buffer.Length / sizeof(int);
        var table = sector / perSector;
        return table < TableSectorsInHeader && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(76 + (table * sizeof(int)))) is >= 0 and var at
            && ReadSector(stream, at, buffer)
            ? BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(sector % perSector * sizeof(int)))
            : -1;
    }

    private static bool ReadSector(Stream stream, int sector, byte[] buffer)
    {
        stream.Position = Math.Min(((long)sector + 1) * buffer.Length, stream.Length);
        return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
    }
}

using System.Buffers.Binary;
using SkiaSharp;

namespace Gateway.Files.Pictures;

/// <summary>How the EXIF of a PNG turns it: a part of the file that its codec passes over.</summary>
internal static class PngTurn
{
    private const int Signature = 8;

    /// <summary>Length, name and check sum of a chunk.</summary>
    private const int Around = 12;

    private const ushort Orientation = 0x0112;

    private const int EntryBytes = 12;

    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        for (var rest = png.Length > Signature ? png[Signature..] : []; rest.Length >= Around;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - Around)
            {
                break;
            }

            if (rest[4..8].SequenceEqual("eXIf"u8))
            {
                return OfExif(rest.Slice(8, (int)length));
            }

            rest = rest[(Around + (int)length)..];
        }

        return SKEncodedOrigin.TopLeft;
    }

    /// <summary>The first directory of a TIFF.</summary>
    private static SKEncodedOrigin OfExif(ReadOnlySpan<byte> tiff)
    {
        var isLittle = tiff.StartsWith("II"u8);
        var at = tiff.Length < 8 || !(isLittle || tiff.StartsWith("MM"u8)) ? uint.MaxValue
            : isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at > tiff.Length - 2)
        {
            return SKEncodedOrigin.TopLeft;
        }

        var entries = tiff[((int)at + 2)..];
        for (var left = Number(tiff[(int)at..], isLittle); left > 0 && entries.Length >= EntryBytes; left--)
        {
            if (Number(entries, isLittle) == Orientation)
            {
                var said = Number(entries[8..], isLittle);
                return said is >= 1 and <= 8 ? (SKEncodedOrigin)said : SKEncodedOrigin.TopLeft;
            }

            entries = entries[EntryBytes..];
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}

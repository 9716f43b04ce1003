using System.Buffers.Binary;

namespace Gateway.Files.Types;

/// <summary>Width and height from a JPEG's frame header. Nothing is decoded, so nothing that the header claims costs memory.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Real files have some dozens before the frame header.</summary>
    private const int MaxSegments = 4096;

    public static (int Width, int Height)? Read(Stream stream)
    {
        stream.Position = 2;
        Span<byte> head = stackalloc byte[4];
        Span<byte> frame = stackalloc byte[5];
        for (var i = 0; i < MaxSegments; i++)
        {
            if (stream.ReadAtLeast(head[..2], 2, throwOnEndOfStream: false) < 2 || head[0] != 0xFF)
            {
                return null;
            }

            var marker = head[1];
            if (marker == 0xFF)
            {
                stream.Position--; // Fill bytes may stand before a marker.
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue; // Markers without a length.
            }

            if (marker is StartOfScan or EndOfImage or 0x00 || stream.ReadAtLeast(head[2..], 2, throwOnEndOfStream: false) < 2)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            if (length < 2)
            {
                return null;
            }

            // SOF0 to SOF15, without the Huffman and arithmetic tables and the reserved one in between.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length
                    ? (BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]))
                    : null;
            }

            stream.Position = Math.Min(stream.Position + length - 2, stream.Length);
        }

        return null;
    }
}

using System.Buffers.Binary;

namespace Gateway.Files.Types;

/// <summary>The <c>fmt</c> chunk of a WAV file.</summary>
internal sealed record WaveFormat(int Coding, int Channels, int Rate, int Bits, TimeSpan Length)
{
    private const int MaxChunks = 64;
    private const int FormatBytes = 16;

    private static ReadOnlySpan<byte> FormatChunk => "fmt "u8;

    private static ReadOnlySpan<byte> DataChunk => "data"u8;

    /// <summary>Null when there is no format or no sound.</summary>
    public static WaveFormat? Read(Stream stream)
    {
        stream.Position = 12;
        Span<byte> head = stackalloc byte[8];
        Span<byte> format = stackalloc byte[FormatBytes];
        var known = false;
        for (var i = 0; i < MaxChunks && stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length; i++)
        {
            long size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var next = stream.Position + size + (size & 1);
            if (head[..4].SequenceEqual(FormatChunk))
            {
                known = size >= FormatBytes && stream.ReadAtLeast(format, FormatBytes, throwOnEndOfStream: false) == FormatBytes;
            }
            else if (head[..4].SequenceEqual(DataChunk))
            {
                // A recorder that was cut off leaves a wrong size; what is there counts.
                return known ? Of(format, Math.Min(size, stream.Length - stream.Position)) : null;
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        return null;
    }

    private static WaveFormat? Of(ReadOnlySpan<byte> format, long bytes)
    {
        var perSecond = BinaryPrimitives.ReadUInt32LittleEndian(format[8..]);
        return perSecond == 0 || bytes == 0 ? null : new WaveFormat(
            BinaryPrimitives.ReadUInt16LittleEndian(format),
            BinaryPrimitives.ReadUInt16LittleEndian(format[2..]),
            (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(format[4..]), int.MaxValue),
            BinaryPrimitives.ReadUInt16LittleEndian(format[14..]),
            TimeSpan.FromSeconds((double)bytes / perSecond));
    }
}

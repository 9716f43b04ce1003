using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Gateway.Tests.Files;

/// <summary>Files as small as they can be, made byte by byte.</summary>
internal static class Samples
{
    /// <summary>Baseline, grey, all there: a zero for the brightness of each block and a zero for its end, in tables of one code each.</summary>
    public static byte[] Jpeg(int width, int height, int size = 0)
    {
        long blocks = (long)((width + 7) / 8) * ((height + 7) / 8);
        byte[] picture =
        [
            0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
            0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
            0xFF, 0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0, // a fill byte, then a table whose marker lies among those of frames
            0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
            0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, .. new byte[blocks > 1_000_000 ? 4 : (blocks + 3) / 4], 0xFF, 0xD9,
        ];
        return [.. picture, .. new byte[Math.Max(0, size - picture.Length)]];
    }

    public static byte[] Png(int width, int height) => [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8, .. Big(width), .. Big(height), 8, 2, 0, 0, 0];

    public static byte[] Gif(short width, short height) => [.. "GIF89a"u8, .. Little(width)[..2], .. Little(height)[..2], 0, 0, 0];

    public static byte[] Bmp(int width, int height) => [.. "BM"u8, .. Little(58), 0, 0, 0, 0, .. Little(54), .. Little(40), .. Little(width), .. Little(height), 1, 0, 24, 0, .. new byte[28]];

    public static byte[] Wav(int rate, short bits, short channels, int seconds = 1)
    {
        var perSecond = rate * bits / 8 * channels;
        return
        [
            .. "RIFF"u8, .. Little(36 + (perSecond * seconds)), .. "WAVE"u8, .. "LIST"u8, .. Little(3), 1, 2, 3, 0,
            .. "fmt "u8, .. Little(16), 1, 0, .. Little(channels)[..2], .. Little(rate), .. Little(perSecond), 1, 0, .. Little(bits)[..2],
            .. "data"u8, .. Little(perSecond * seconds), .. new byte[perSecond * seconds],
        ];
    }

    /// <summary>An OLE compound file; the stream's name stands in the second sector of its directory.</summary>
    public static byte[] Ole(string stream)
    {
        var file = new byte[512 * 4];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        file[30] = 9; // sectors of 512 bytes
        Little(1).CopyTo(file, 48); // the directory begins in sector 1
        Little(0).CopyTo(file, 76); // the allocation table is sector 0:
        Little(2).CopyTo(file, 512 + 4); // after sector 1 comes sector 2,
        Little(-2).CopyTo(file, 512 + 8); // which is the last
        Entry("Root Entry").CopyTo(file, 1024);
        Entry(stream).CopyTo(file, 1536 + 128);
        return file;
    }

    /// <summary>A zip archive whose directory names one entry; what it holds is not looked at.</summary>
    public static byte[] Zip(string entry)
    {
        var name = Encoding.ASCII.GetBytes(entry);
        byte[] local = [.. "PK\u0003\u0004"u8, .. new byte[22], (byte)name.Length, 0, 0, 0, .. name];
        byte[] Listed(byte[] listed) => [.. "PK\u0001\u0002"u8, .. new byte[24], (byte)listed.Length, 0, .. new byte[16], .. listed];
        byte[] directory = [.. Listed("[Content_Types].xml"u8.ToArray()), .. Listed(name)];
        return [.. local, .. directory, .. "PK\u0005\u0006"u8, 0, 0, 0, 0, 2, 0, 2, 0, .. Little(directory.Length), .. Little(local.Length), 0, 0];
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>"안녕" in CP949.</summary>
    public static byte[] KoreanText { get; } = [0xBE, 0xC8, 0xB3, 0xE7, (byte)'\n'];

    /// <summary>A file by a short description, for rows of test data.</summary>
    public static byte[] Named(string sample)
    {
        var parts = sample.Split(' ', 2);
        var numbers = parts.Length < 2 ? [] : parts[1].Split('x').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return parts[0] switch
        {
            "jpeg" => Jpeg(numbers[0], numbers[1], numbers.Length > 2 ? numbers[2] : 0),
            "png" => Png(numbers[0], numbers[1]),
            "gif" => Gif((short)numbers[0], (short)numbers[1]),
            "bmp" => Bmp(numbers[0], numbers[1]),
            "wav" => Wav(numbers[0], (short)numbers[1], (short)numbers[2], numbers.Length > 3 ? numbers[3] : 1),
            "ole" => Ole(parts[1]),
            "zip" => Zip(parts[1]),
            "korean" => KoreanText,
            "noise" => [0, 1, 2, 3, 0xFE, 0xFF, 0x80],
            "empty" => [],
            "jpeg-without-frame" => [0xFF, 0xD8, 0xFF, 0xDA, 0, 2],
            "wav-without-sound" => [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8],
            _ => Text(sample.Replace("\\n", "\n", StringComparison.Ordinal)),
        };
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Entry(string name)
    {
        var entry = new byte[128];
        Encoding.Unicode.GetBytes(name).CopyTo(entry, 0);
        entry[64] = (byte)((name.Length + 1) * 2);
        return entry;
    }
}

using System.Buffers.Binary;
using System.Text;
using Gateway.Tests.Files;
using static Gateway.Tests.Hostile.Bomb;

namespace Gateway.Tests.Hostile;

/// <summary>Uploads that make work for who looks what they are, each as large as a file may be; and forms that are no forms.</summary>
internal static class WorstFiles
{
    private const string Upload = "POST /v1/files multipart/form-data";
    private const string Boundary = "bomb";
    private const int Most = 20 * 1024 * 1024;

    public static IReadOnlyList<Bomb> All { get; } =
    [
        OfBytes(Route, Most, "bytes of Korean text", n => File("a.txt", Encoding.UTF8.GetBytes(new string('가', n / 3)))),
        OfBytes(Route, Most - 2, "bytes that may stand before a marker of a JPEG picture", n => File("a.jpg", [0xFF, 0xD8, .. Filled(n, 0xFF)])),
        OfBytes(Route, Most / 4, "empty segments of a JPEG picture", n => File("a.jpg", [0xFF, 0xD8, .. Repeated([0xFF, 0xE0, 0, 2], n - 1)])),
        OfBytes(Route, 300 * 1024, "bytes of a JPEG picture that is decoded to know whether it is whole", n => File("a.jpg", Samples.Jpeg(1499, 1439, n))),
        Converted(60_000, "pixels on each side of a PNG picture that says so and has none", n => File("a.png", Samples.Png(n, n))),
        Converted(60_000, "pixels on each side of a JPEG picture that says so and has none", n => File("a.jpg", Samples.Jpeg(n, n))),
        Converted(4_470, "pixels on each side of a PNG picture of one bit each", n => File("a.png", Photos.OneBit(n, n))),
        Converted(4_000, "pixels on each side of a progressive JPEG picture with as many scans as are read", n => File("a.jpg", Photos.Scans(n, n, 99))),
        Converted(7_000, "pixels on each side of a baseline JPEG picture", n => File("a.jpg", Samples.Jpeg(n, n))),
        OfBytes(Route, Most / 47, "entries of a ZIP directory that are none of a document", n => File("a.docx", Zip(n))),
        OfBytes(Route, Most / 512, "sectors of a compound file whose directory goes round", n => File("a.hwp", Compound(n))),
        OfBytes(Route, Most / 8 - 2, "empty chunks of a WAV sound", n => File("a.wav", [.. "RIFF\0\0\0\0WAVE"u8, .. Repeated([.. "LIST"u8, 0, 0, 0, 0], n)])),
        OfBytes(Route, Most + 1, "bytes of a file that is too large", n => File("a.txt", Filled(n, (byte)'a'))),
        OfBytes(Route, Most, "bytes before the first part", n => [.. Filled(n, (byte)'\n'), .. File("a.txt", "a"u8)]),
        OfBytes(Route, 300_000, "parts", n => [.. Repeated([.. "--bomb\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n"u8], n), .. "--bomb--\r\n"u8]),
        OfBytes(Route, 1_000_000, "letters of a file's name", n => File(new string('a', n), "a"u8)),
        OfBytes(Route, 500_000, "headers of a part", n => Encoding.ASCII.GetBytes($"--bomb\r\n{Repeat("a: b\r\n", n)}\r\n--bomb--\r\n")),
        OfBytes(Route, 1_000_000, "letters of a channel", n => Encoding.ASCII.GetBytes($"--bomb\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\n{new string('a', n)}\r\n--bomb--\r\n")),
    ];

    private static string Route => $"{Upload}; boundary={Boundary}";

    private static Bomb Converted(int count, string what, Func<int, byte[]> body) => OfBytes(Route, count, what, body) with { Query = "convert=true" };

    private static byte[] File(string name, ReadOnlySpan<byte> content) =>
        [.. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"), .. content, .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n")];

    private static byte[] Filled(int count, byte value)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }

    private static byte[] Repeated(ReadOnlySpan<byte> part, int times)
    {
        var bytes = new byte[part.Length * times];
        for (var i = 0; i < times; i++)
        {
            part.CopyTo(bytes.AsSpan(i * part.Length));
        }

        return bytes;
    }

    private static byte[] Zip(int entries)
    {
        byte[] entry = [.. "PK\u0001\u0002"u8, .. new byte[24], 1, 0, .. new byte[16], (byte)'a'];
        byte[] end = [.. "PK\u0005\u0006"u8, .. new byte[12], 4, 0, 0, 0, 0, 0];
        return [.. "PK\u0003\u0004"u8, .. Repeated(entry, entries - 1), .. end];
    }

    /// <summary>Every sector names itself as the next one.</summary>
    private static byte[] Compound(int sectors)
    {
        var bytes = new byte[512 * sectors];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(bytes, 0);
        bytes[30] = 9;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), 0);
        return bytes;
    }
}

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>
/// The smallest TIFF a viewer opens: little endian, black and white, not compressed, one small framed picture per page.
/// </summary>
internal static class TinyTiff
{
    private const int Width = 64;
    private const int Height = 64;
    private const int Stride = Width / 8;
    private const int Entries = 9;
    private const int PageBytes = (Stride * Height) + 2 + (Entries * 12) + 4;
    private const ushort Short = 3;
    private const ushort Long = 4;

    public static byte[] Pages(int count)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("II*\0"u8);
        writer.Write(FirstDirectory(0));
        for (var page = 0; page < count; page++)
            Write(writer, page, page == count - 1);
        writer.Flush();
        return stream.ToArray();
    }

    private static int FirstDirectory(int page) => 8 + (page * PageBytes) + (Stride * Height);

    private static void Write(BinaryWriter writer, int page, bool last)
    {
        var picture = (int)writer.BaseStream.Position;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Stride; x++)
                writer.Write(
                    y is 0 or Height - 1 ? (byte)0xff : x == 0 ? (byte)0x80 : x == Stride - 1 ? (byte)0x01 : (byte)0);
        }

        writer.Write((ushort)Entries);
        Entry(writer, 256, Short, Width);
        Entry(writer, 257, Short, Height);
        Entry(writer, 258, Short, 1); // bits per sample
        Entry(writer, 259, Short, 1); // not compressed
        Entry(writer, 262, Short, 0); // 0 is white, as fax has it
        Entry(writer, 273, Long, picture);
        Entry(writer, 277, Short, 1); // samples per pixel
        Entry(writer, 278, Short, Height);
        Entry(writer, 279, Long, Stride * Height);
        writer.Write(last ? 0 : FirstDirectory(page + 1));
    }

    private static void Entry(BinaryWriter writer, ushort tag, ushort type, int value)
    {
        writer.Write(tag);
        writer.Write(type);
        writer.Write(1);
        writer.Write(value);
    }
}

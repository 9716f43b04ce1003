using System.Buffers.Binary;
using System.Text;
using Gateway.Vendors;

namespace Gateway.Files.Types;

/// <summary>Reads a file's type from its content. The name matters only for headerless sound, the channel only where one content can be two things.</summary>
internal static class ReadFacts
{
    /// <summary>A PDF's mark may stand anywhere in the first kilobyte; a scenario's root element after some comments.</summary>
    private const int HeadBytes = 4096;

    private const int PdfMarkWithin = 1024;

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] JpegMark = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] PngMark = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Null when it is nothing that we know.</summary>
    public static FileFacts? From(Stream stream, string name, Channel? channel)
    {
        var buffer = new byte[HeadBytes];
        stream.Position = 0;
        var head = buffer.AsSpan(0, stream.ReadAtLeast(buffer, HeadBytes, throwOnEndOfStream: false));
        return Picture(stream, head) ?? Document(stream, head) ?? Sound(stream, head)
            ?? (channel == Channel.Voice && name.EndsWith(".pcm", StringComparison.OrdinalIgnoreCase) ? new FileFacts(FileType.Pcm) : Words(stream, head, channel));
    }

    private static FileFacts? Picture(Stream stream, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(JpegMark))
        {
            var layout = JpegLayout.Read(stream);
            return JpegHeader.Read(stream, layout.HeadBytes) is not { } header
                ? new FileFacts(FileType.Jpeg) { Fault = layout.Fault ?? "It begins like a JPEG picture, but its width and height cannot be read." }
                : new FileFacts(FileType.Jpeg) { Width = header.Width, Height = header.Height, Jpeg = header, Trailing = layout.Trailing, Scans = layout.Scans, Fault = layout.Fault };
        }

        if (head.StartsWith(PngMark))
        {
            return head.Length < 24 ? Cut(FileType.Png) : Sized(FileType.Png, BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return head.Length < 10 ? Cut(FileType.Gif) : Sized(FileType.Gif, BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
        }

        if (head.StartsWith("RIFF"u8) && head.Length >= 16 && head[8..].StartsWith("WEBPVP8"u8))
        {
            return new FileFacts(FileType.WebP); // Its size stands in one of three forms; who converts it reads them.
        }

        // Two letters prove little: the next field is the file's size, and four bytes that are always zero follow.
        if (head.StartsWith("BM"u8) && head.Length >= 26 && head[6..10].IndexOfAnyExcept((byte)0) < 0)
        {
            var height = BinaryPrimitives.ReadInt32LittleEndian(head[22..]); // Negative when the first row is the top one.
            return Sized(FileType.Bmp, BinaryPrimitives.ReadInt32LittleEndian(head[18..]), height == int.MinValue ? 0 : Math.Abs(height));
        }

        if (head.Length >= 12 && head[4..].StartsWith("ftyp"u8) && OfBrand(head[8..12]) is { } phones)
        {
            return new FileFacts(phones);
        }

        return head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? new FileFacts(FileType.Tiff) : null;
    }

    /// <summary>The brand of a file of boxes (ISO 14496-12), which films are too.</summary>
    private static FileType? OfBrand(ReadOnlySpan<byte> brand) => Encoding.ASCII.GetString(brand) switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs" or "mif1" or "msf1"
            => FileType.Heic,
        "avif" or "avis" => FileType.Avif,
        _ => null,
    };

    private static FileFacts? Document(Stream stream, ReadOnlySpan<byte> head)
    {
        var type = head.StartsWith(Ole) ? CompoundFile.Find(stream)
            : head.StartsWith("PK\u0003\u0004"u8) ? ZipFile.Find(stream)
            : head[..Math.Min(head.Length, PdfMarkWithin)].IndexOf("%PDF-"u8) >= 0 ? FileType.Pdf
            : null;
        return type is null ? null : new FileFacts(type);
    }

    private static FileFacts? Sound(Stream stream, ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head.StartsWith("RIFF"u8) || !head[8..].StartsWith("WAVE"u8))
        {
            return null;
        }

        return WaveFormat.Read(stream) is { } format
            ? new FileFacts(FileType.Wav) { Wave = format }
            : new FileFacts(FileType.Wav) { Fault = "It begins like a WAV sound, but has no format or no sound in it." };
    }

    private static FileFacts? Words(Stream stream, ReadOnlySpan<byte> head, Channel? channel)
    {
        if (!TextScan.IsText(stream, out var ascii))
        {
            return null;
        }

        var start = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimStart();
        if (start.StartsWith('<') && start.Contains("<vxml", StringComparison.Ordinal))
        {
            return new FileFacts(FileType.Vxml);
        }

        var html = start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.Contains("<html", StringComparison.OrdinalIgnoreCase);
        return html && start.StartsWith('<') ? new FileFacts(FileType.Html)
            : ascii && channel != Channel.Fax && IsScenario(start) ? new FileFacts(FileType.Mstg)
            : new FileFacts(FileType.Text);
    }

    /// <summary>The first line is the number of nodes; then come lines of fields separated by |.</summary>
    private static bool IsScenario(string start)
    {
        var end = start.IndexOf('\n', StringComparison.Ordinal);
        return end > 0 && start[..end].Trim() is { Length: > 0 and <= 5 } count && count.All(char.IsAsciiDigit) && start[end..].TrimStart().Split('\n')[0].Contains('|', StringComparison.Ordinal);
    }

    private static FileFacts Sized(FileType type, int width, int height) =>
        width > 0 && height > 0 ? new FileFacts(type) { Width = width, Height = height } : new FileFacts(type) { Fault = $"It begins like a {type.Label}, but its width and height make no sense." };

    private static FileFacts Cut(FileType type) => new(type) { Fault = $"It begins like a {type.Label}, but ends at once." };
}

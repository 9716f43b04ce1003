using System.Buffers.Binary;
using System.IO.Compression;
using BitMiracle.LibJpeg.Classic;
using SkiaSharp;

namespace Gateway.Tests.Files;

/// <summary>Real pictures in the forms that phones, cameras and printers make, written by a codec of JPEG.</summary>
internal static class Photos
{
    /// <summary>Red, green, blue and yellow, so that it can be seen which corner is which. Noise makes files of some size.</summary>
    private static readonly byte[][] Corners = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0]];

    public static byte[] Jpeg(int width, int height, bool progressive = false, bool cmyk = false, int quality = 80, int noise = 0)
    {
        var encoder = new jpeg_compress_struct(new jpeg_error_mgr())
        {
            Image_width = width,
            Image_height = height,
            Input_components = cmyk ? 4 : 3,
            In_color_space = cmyk ? J_COLOR_SPACE.JCS_CMYK : J_COLOR_SPACE.JCS_RGB,
        };
        encoder.jpeg_set_defaults();
        encoder.jpeg_set_quality(quality, true);
        if (progressive)
        {
            encoder.jpeg_simple_progression();
        }

        var file = new MemoryStream();
        encoder.jpeg_stdio_dest(file);
        encoder.jpeg_start_compress(true);
        var random = new Random(1);
        var row = new byte[width * (cmyk ? 4 : 3)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var corner = Corners[(y * 2 / height * 2) + (x * 2 / width)];
                for (var c = 0; c < 3; c++)
                {
                    var value = noise == 0 ? corner[c] : Math.Clamp(corner[c] + random.Next(-noise, noise), 0, 255);
                    row[(x * (cmyk ? 4 : 3)) + c] = (byte)value; // In CMYK as Adobe writes it: 255 is no ink.
                }

                if (cmyk)
                {
                    row[(x * 4) + 3] = 255;
                }
            }

            encoder.jpeg_write_scanlines([row], 1);
        }

        encoder.jpeg_finish_compress();
        return file.ToArray();
    }

    /// <summary>The same with an EXIF block before everything else.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, bool place = false)
    {
        byte[] entries =
        [
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
            .. place ? (byte[])[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0] : [],
        ];
        byte[] gps = place ? [1, 0, 1, 0, 2, 0, 2, 0, 0, 0, (byte)'N', 0, 0, 0, 0, 0, 0, 0] : [];
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, (byte)(entries.Length / 12), 0, .. entries, 0, 0, 0, 0, .. gps];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>The same picture as a PNG with a chunk of EXIF, of which so many bytes are there.</summary>
    public static byte[] PngWithExif(byte[] jpeg, int orientation, bool isLittle, int length = 26)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        var png = data.ToArray();
        const int BehindHeader = 33;
        var turn = (byte)orientation;
        byte[] exif = isLittle
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0];
        return [.. png[..BehindHeader], .. Chunk("eXIf"u8, exif[..Math.Min(length, exif.Length)]), .. png[BehindHeader..]];
    }

    /// <summary>The frame's header said otherwise: of another process, or with other bits a colour.</summary>
    public static byte[] Patched(byte[] jpeg, byte process, byte bits = 8)
    {
        var at = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        var patched = (byte[])jpeg.Clone();
        (patched[at + 1], patched[at + 4]) = (process, bits);
        return patched;
    }

    /// <summary>Any kind that Skia writes: PNG, WebP.</summary>
    public static byte[] Other(SKEncodedImageFormat format, int width, int height, bool transparent = false)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(transparent ? SKColors.Transparent : SKColors.Red);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A PNG of black pixels: 5,000 × 5,000 of them are some kilobytes, and 100 MB when they are decoded.</summary>
    public static byte[] OneBit(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.Write(new byte[1 + ((width + 7) / 8)]);
            }
        }

        byte[] size = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR"u8, size), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A grey progressive JPEG that brings the same again and again: each scan is a walk over the whole picture.</summary>
    public static byte[] Scans(int width, int height, int scans)
    {
        // One code each: a zero for the brightness of a block, and one for "the next blocks have nothing" (32,767 of them, in 14 more bits).
        var blocks = (long)((width + 7) / 8) * ((height + 7) / 8);
        byte[] brightness = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, .. new byte[(blocks + 7) / 8]];
        byte[] nothing = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, .. new byte[((blocks / 16_384) + 1) * 2]];
        return
        [
            0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0, 0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0xE0,
            0xFF, 0xC2, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
            .. brightness, .. Enumerable.Repeat(nothing, scans - 1).SelectMany(scan => scan), 0xFF, 0xD9,
        ];
    }

    /// <summary>A file by a short name, for rows of test data.</summary>
    public static byte[] Named(string sample)
    {
        var words = sample.Split(' ');
        return words[0] switch
        {
            "baseline" => Jpeg(64, 48),
            "grey" => Samples.Jpeg(64, 48),
            "progressive" => Jpeg(64, 48, progressive: true),
            "cmyk" => Jpeg(64, 48, cmyk: true),
            "cmyk-progressive" => Jpeg(64, 48, progressive: true, cmyk: true),
            "12-bit" => Patched(Jpeg(64, 48), process: 0xC1, bits: 12),
            "extended" => Patched(Jpeg(64, 48), process: 0xC1),
            "arithmetic" => Patched(Jpeg(64, 48), process: 0xC9),
            "turned" => WithExif(Jpeg(64, 48), words[1][0] - '0'),
            "upright-with-place" => WithExif(Jpeg(64, 48), 1, place: true),
            "turned-with-place" => WithExif(Jpeg(64, 48), 6, place: true),
            "archive" => [.. Jpeg(64, 48), .. Samples.Zip("word/document.xml")],
            "padded" => [.. Jpeg(64, 48), .. new byte[1000]],
            "png" => Other(SKEncodedImageFormat.Png, 64, 48),
            "transparent" => Other(SKEncodedImageFormat.Png, 64, 48, transparent: true),
            "webp" => Other(SKEncodedImageFormat.Webp, 64, 48),
            "gif" => [.. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 2, 0x84, 0x51, 0, 0x3B],
            "bmp" => Bmp(),
            _ => throw new ArgumentException($"There is no sample {sample}."),
        };
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] named = [.. name, .. content];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Bmp()
    {
        var bmp = Samples.Bmp(2, 2);
        bmp[10] = 54;
        return [.. bmp, .. new byte[16]];
    }
}

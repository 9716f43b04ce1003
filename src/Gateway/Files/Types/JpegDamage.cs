using BitMiracle.LibJpeg.Classic;

namespace Gateway.Files.Types;

/// <summary>
/// Decodes a JPEG at an eighth of its size and throws the pixels away: a file may have its end and still lack the
/// middle, or have other bytes in it.
/// </summary>
internal static class JpegDamage
{
    private const int Smallest = 8;

    /// <summary>Of several scans the decoder holds every sample, with some 3 bytes each: 27 MB.</summary>
    private const double MostHeldSamples = 9_000_000;

    /// <summary>What the decoder knows, and in what memory.</summary>
    public static bool CanFind(FileFacts facts) => facts is { Fault: null, Jpeg: { Process: <= 2, Bits: 8 } header }
        && (facts.Scans == 1 || (double)header.Width * header.Height * header.Samples <= MostHeldSamples);

    /// <summary>What is wrong with it; null when every block of it can be decoded.</summary>
    public static string? Find(byte[] file, CancellationToken cancellationToken)
    {
        var seen = new Seen();
        try
        {
            var picture = new jpeg_decompress_struct(seen);
            picture.jpeg_stdio_src(new MemoryStream(file));
            picture.jpeg_read_header(true);
            picture.Out_color_space = picture.Jpeg_color_space;
            picture.Scale_num = 1;
            picture.Scale_denom = Smallest;
            picture.Do_fancy_upsampling = false;
            picture.jpeg_start_decompress();
            byte[][] row = [new byte[picture.Output_width * picture.Output_components]];
            while (picture.Output_scanline < picture.Output_height && seen.Damage is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                picture.jpeg_read_scanlines(row, 1);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever a decoder throws over bytes of a stranger, these cannot be decoded.
            seen.Damage ??= fault.Message;
        }

        return seen.Damage is { } damage ? $"The JPEG picture is damaged or cut off ({damage.TrimEnd('.')}). Upload the whole file; converting cannot bring back what is not there." : null;
    }

    /// <summary>The decoder fills up what is missing with grey and goes on; a message is all that it says.</summary>
    private sealed class Seen : jpeg_error_mgr
    {
        public string? Damage { get; set; }

        public override void emit_message(int msg_level)
        {
            // Some cameras leave bytes before a marker: harmless.
            if (msg_level < 0
                && format_message() is { } message
                && !message.Contains("extraneous", StringComparison.OrdinalIgnoreCase))
            {
                Damage ??= message;
            }
        }

        public override void output_message()
        {
        }
    }
}

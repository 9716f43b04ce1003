namespace Gateway.Files.Types;

/// <summary>
/// What keeps a JPEG from being seen on every phone: many draw nothing but baseline, in three colours, as it lies.
/// </summary>
internal static class JpegForPhones
{
    /// <summary>Each with its stable code.</summary>
    public static IEnumerable<(string Code, string Reason)> Faults(JpegHeader header, long trailing)
    {
        // Of the 13 processes of the standard every phone knows the first.
        if (header.Process >= 9)
        {
            yield return ("arithmetic", "It is coded arithmetically, which phones cannot show.");
        }
        else if (header.Process == 2)
        {
            yield return ("progressive", "It is a progressive JPEG, which many phones cannot show.");
        }
        else if (header.Process != 0)
        {
            yield return ("not_baseline", $"It is no baseline JPEG (SOF{header.Process}), which many phones cannot show.");
        }

        if (header.Bits != 8)
        {
            yield return ("precision", $"It has {header.Bits} bits a colour; phones show 8.");
        }

        if (header.Components == 4)
        {
            yield return ("cmyk", "Its colours are CMYK or YCCK, for printers; phones show RGB.");
        }
        else if (header.Components is not (1 or 3))
        {
            yield return ("not_baseline", $"It has {header.Components} colours; phones show 1 or 3.");
        }

        if (header.Orientation != 1)
        {
            yield return ("rotated", $"It is turned or mirrored by EXIF (orientation {header.Orientation}), which many phones leave out: it would lie on its side.");
        }

        if (trailing > 0)
        {
            yield return ("trailing_data", $"{trailing} bytes that are no part of the picture follow its end.");
        }
    }
}

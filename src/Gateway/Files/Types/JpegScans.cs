namespace Gateway.Files.Types;

/// <summary>Which part of the picture each scan brings, so that a file with too few of them is known.</summary>
internal sealed class JpegScans
{
    /// <summary>Coefficients of a block of 8 × 8 pixels.</summary>
    private const int Coefficients = 64;

    private const int Unseen = 255;

    private readonly bool _progressive;
    private readonly byte[] _components;

    /// <summary>By component and coefficient: how many of its lowest bits are missing.</summary>
    private readonly byte[][] _missing;

    private JpegScans(bool progressive, byte[] components)
    {
        _progressive = progressive;
        _components = components;
        _missing = [.. components.Select(static _ => Enumerable.Repeat((byte)Unseen, Coefficients).ToArray())];
    }

    public int Count { get; private set; }

    /// <summary>Null when the frame's header makes no sense.</summary>
    /// <param name="marker">The second byte of the frame's marker.</param>
    /// <param name="frame">bits, height, width, the number of components, and three bytes for each.</param>
    public static JpegScans? Of(int marker, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6 || frame[5] is < 1 or > 4 || frame.Length < 6 + (3 * frame[5]))
        {
            return null;
        }

        var components = new byte[frame[5]];
        for (var i = 0; i < components.Length; i++)
        {
            components[i] = frame[6 + (3 * i)];
        }

        return new JpegScans(marker is 0xC2 or 0xC6 or 0xCA or 0xCE, components);
    }

    /// <summary>Counts a scan; answers what is wrong with it.</summary>
    public string? Add(ReadOnlySpan<byte> scan)
    {
        Count++;
        if (scan.Length < 1 || scan[0] is < 1 or > 4 || scan.Length < 4 + (2 * scan[0]))
        {
            return Nonsense;
        }

        var (first, last, lowest) = (scan[^3], scan[^2], scan[^1] & 15);
        if (_progressive && (first > last || last >= Coefficients))
        {
            return Nonsense;
        }

        for (var i = 0; i < scan[0]; i++)
        {
            var component = _components.AsSpan().IndexOf(scan[1 + (2 * i)]);
            if (component < 0)
            {
                return Nonsense;
            }

            var missing = _missing[component];
            if (!_progressive)
            {
                if (missing[0] == 0)
                {
                    return "The JPEG picture is damaged: it has more scans than parts.";
                }

                Array.Clear(missing);
                continue;
            }

            for (var k = (int)first; k <= last; k++)
            {
                missing[k] = (byte)lowest;
            }
        }

        return null;
    }

    /// <summary>What is not there when the end comes; null when all is.</summary>
    public string? Missing() => Array.TrueForAll(_missing, static component => component.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        ? null
        : "The JPEG picture is cut off: it ends before all of its scans. Upload the whole file; converting cannot bring back what is not there.";

    private static string Nonsense => "The JPEG picture is damaged: a scan makes no sense.";
}

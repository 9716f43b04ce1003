namespace Gateway.Files.Types;

/// <summary>
/// The skeleton of a JPEG, marker by marker to its end. Nothing is decoded: one buffer of memory, one walk over the
/// bytes. It tells what no reader of headers tells: whether the picture is all there.
/// </summary>
internal sealed record JpegLayout
{
    /// <summary>Real files have some dozens; a progressive one some for each scan.</summary>
    private const int MaxSegments = 4096;

    /// <summary>Encoders make about ten. Each costs a walk over the whole picture, and Skia reads no more.</summary>
    private const int MaxScans = 99;

    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;

    /// <summary>Up to and with the mark of the first scan.</summary>
    public long HeadBytes { get; private set; }

    /// <summary>Why it cannot be a whole picture; null when it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>What stands behind the picture's end, without padding: a film, an archive, a page.</summary>
    public long Trailing { get; private set; }

    /// <summary>Of more than one the decoders hold the whole picture.</summary>
    public int Scans { get; private set; }

    public static JpegLayout Read(Stream stream)
    {
        var layout = new JpegLayout();
        layout.Fault = layout.Walk(new JpegBytes(stream, from: 2));
        return layout;
    }

    private string? Walk(JpegBytes bytes)
    {
        JpegScans? scans = null;
        for (var i = 0; i < MaxSegments; i++)
        {
            if (bytes.Next() != 0xFF)
            {
                return scans is null ? null : bytes.Ended ? Cut : "The JPEG picture is damaged: something stands between its parts.";
            }

            var marker = bytes.Next();
            if (IsBare(bytes, marker))
            {
                continue;
            }

            if (marker == EndOfImage)
            {
                Trailing = bytes.CountTrailing();
                return scans?.Missing();
            }

            if (marker <= 0 || bytes.Segment() is not { } segment)
            {
                return scans is null ? null : Cut;
            }

            if (IsFrame(marker))
            {
                if (scans is not null || (scans = JpegScans.Of(marker, segment)) is null)
                {
                    return "The JPEG picture is damaged: it has no header that can be understood.";
                }
            }
            else if (marker == StartOfScan)
            {
                HeadBytes = HeadBytes == 0 ? bytes.Position - segment.Length - 2 : HeadBytes;
                if (scans is null)
                {
                    return null; // Has no size: said by who reads it.
                }

                if (Scan(bytes, scans, segment) is { } fault)
                {
                    return fault;
                }
            }
        }

        return $"The JPEG picture has more than {MaxSegments} parts.";
    }

    /// <summary>What is wrong with a scan; null when nothing is, and then it is behind us.</summary>
    private string? Scan(JpegBytes bytes, JpegScans scans, byte[] segment)
    {
        if (scans.Add(segment) is { } fault)
        {
            return fault;
        }

        Scans = scans.Count;
        return Scans > MaxScans ? $"The JPEG picture has more than {MaxScans} scans."
            : bytes.SkipScan() ? null
            : Cut;
    }

    /// <summary>
    /// Nothing belongs to it: a fill byte, of which any number may stand before a marker, or a marker without a length.
    /// </summary>
    private static bool IsBare(JpegBytes bytes, int marker)
    {
        if (marker == 0xFF)
        {
            bytes.Back();
        }

        return marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7);
    }

    /// <summary>SOF0 to SOF15, without the Huffman and arithmetic tables and the reserved one in between.</summary>
    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static string Cut => "The JPEG picture is cut off: its end is missing. Upload the whole file; converting cannot bring back what is not there.";
}

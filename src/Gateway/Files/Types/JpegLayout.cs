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
            if (marker == 0xFF)
            {
                bytes.Back(); // Fill bytes may stand before a marker.
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue; // Markers without a length.
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

            // SOF0 to SOF15, without the Huffman and arithmetic tables and the reserved one in between.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
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

                if (scans.Add(segment) is { } fault)
                {
                    return fault;
                }

                Scans = scans.Count;
                if (Scans > MaxScans)
                {
                    return $"The JPEG picture has more than {MaxScans} scans.";
                }

                if (!bytes.SkipScan())
                {
                    return Cut;
                }
            }
        }

        return $"The JPEG picture has more than {MaxSegments} parts.";
    }

    private static string Cut => "The JPEG picture is cut off: its end is missing. Upload the whole file; converting cannot bring back what is not there.";
}

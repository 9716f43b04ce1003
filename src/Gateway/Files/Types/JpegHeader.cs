using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.IO;

namespace Gateway.Files.Types;

/// <summary>What a JPEG's headers say, before anything is decoded.</summary>
internal sealed record JpegHeader
{
    /// <summary>Pictures of cameras have up to 200 KB before the first scan; large colour profiles more.</summary>
    private const int MostHeadBytes = 4 * 1024 * 1024;

    private static readonly JpegSegmentType[] Frames =
    [
        JpegSegmentType.Sof0, JpegSegmentType.Sof1, JpegSegmentType.Sof2, JpegSegmentType.Sof3, JpegSegmentType.Sof5, JpegSegmentType.Sof6, JpegSegmentType.Sof7,
        JpegSegmentType.Sof9, JpegSegmentType.Sof10, JpegSegmentType.Sof11, JpegSegmentType.Sof13, JpegSegmentType.Sof14, JpegSegmentType.Sof15,
    ];

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>
    /// 0 baseline, 1 extended, 2 progressive, 3 lossless; from 5 hierarchical, from 9 with arithmetic coding.
    /// </summary>
    public required int Process { get; init; }

    /// <summary>Bits of a sample.</summary>
    public required int Bits { get; init; }

    /// <summary>1 grey, 3 colour, 4 for printers.</summary>
    public required int Components { get; init; }

    /// <summary>Of a pixel, on average: 3 of a picture in colour, 1.5 when its colours are coarser (4:2:0).</summary>
    public required double Samples { get; init; }

    /// <summary>EXIF's 1 to 8; 1, also when nothing is said: upright.</summary>
    public required int Orientation { get; init; }

    /// <summary>It says where it was taken.</summary>
    public required bool HasPlace { get; init; }

    /// <summary>It has EXIF, XMP, IPTC or comments.</summary>
    public required bool HasMetadata { get; init; }

    /// <summary>Null when width and height cannot be read.</summary>
    public static JpegHeader? Read(Stream stream, long headBytes)
    {
        if (headBytes is <= 0 or > MostHeadBytes)
        {
            return null;
        }

        var head = new byte[headBytes];
        stream.Position = 0;
        stream.ReadExactly(head);
        try
        {
            JpegSegmentType[] wanted = [.. Frames, JpegSegmentType.App1, JpegSegmentType.AppD, JpegSegmentType.Com];
            var segments = JpegSegmentReader.ReadSegments(new SequentialStreamReader(new MemoryStream(head)), wanted).ToList();
            return segments.Find(static segment => Frames.Contains(segment.Type)) is { } frame
                ? Of(new JpegReader().Extract(frame), segments)
                : null;
        }
        catch (Exception fault) when (fault is ImageProcessingException or MetadataException or IOException)
        {
            return null;
        }
    }

    private static JpegHeader? Of(JpegDirectory frame, List<JpegSegment> segments)
    {
        if (!frame.TryGetInt32(JpegDirectory.TagImageWidth, out var width)
            || !frame.TryGetInt32(JpegDirectory.TagImageHeight, out var height)
            || width == 0
            || height == 0)
        {
            return null;
        }

        var components = frame.TryGetInt32(JpegDirectory.TagNumberOfComponents, out var count) ? count : 0;
        var exif = new ExifReader().ReadJpegSegments(
            segments.Where(static segment => segment.Type == JpegSegmentType.App1));
        var orientation = exif.OfType<ExifIfd0Directory>().Select(static directory => directory.TryGetInt32(ExifDirectoryBase.TagOrientation, out var value) ? value : 1).FirstOrDefault(1);
        return new JpegHeader
        {
            Width = width,
            Height = height,
            Process = frame.TryGetInt32(JpegDirectory.TagCompressionType, out var process) ? process : 0,
            Bits = frame.TryGetInt32(JpegDirectory.TagDataPrecision, out var bits) ? bits : 0,
            Components = components,
            Samples = SamplesOf(frame, components),
            Orientation = orientation is >= 1 and <= 8 ? orientation : 1,
            HasPlace = exif.OfType<GpsDirectory>().Any(),
            HasMetadata = segments.Exists(static segment => !Frames.Contains(segment.Type)),
        };
    }

    private static double SamplesOf(JpegDirectory frame, int components)
    {
        var factors = Enumerable.Range(0, components).Select(frame.GetComponent).OfType<JpegComponent>().Select(static component => (double)(component.HorizontalSamplingFactor * component.VerticalSamplingFactor)).ToList();
        return factors.Count == 0 || factors.Max() == 0 ? components : factors.Sum() / factors.Max();
    }
}

using Gateway.Files.Types;
using SkiaSharp;

namespace Gateway.Files.Pictures;

/// <summary>What became of a conversion: a picture with what is different, or why there is none.</summary>
internal sealed record ConvertOutcome(PhonePicture? Picture, IReadOnlyList<string> Changes, SKSizeI Before, string? Refusal)
{
    public static ConvertOutcome Refused(string reason) => new(null, [], default, reason);
}

/// <summary>
/// Turns a picture of any usual kind into what every phone shows. What the headers claim is bounded before anything is
/// decoded.
/// </summary>
internal static class ConvertPicture
{
    /// <summary>
    /// Phones make 50 million (8,160 × 6,120). A baseline JPEG is decoded at up to an eighth of its size, row by row.
    /// </summary>
    public const long MostPixels = 50_000_000;

    /// <summary>
    /// Of what must be held as a whole, PNG with four bytes a pixel, a JPEG of several scans with two a sample. Drawing
    /// it smaller takes a third more.
    /// </summary>
    public const long MostHeldBytes = 80_000_000;

    private const int PixelBytes = 4;
    private const int SampleBytes = 2;

    /// <summary>JPEG is decoded at one to eight eighths.</summary>
    private const int Eighths = 8;

    private const string Smaller = "Make it smaller first, in any program for pictures.";

    /// <summary>Does a picture need it at all?</summary>
    public static bool IsNeeded(FileFacts facts, long size, bool usable) => !usable || size > PhonePicture.MostBytes || facts.Jpeg is not { HasMetadata: false };

    public static ConvertOutcome From(byte[] file, FileFacts facts, CancellationToken cancellationToken)
    {
        if (TooLarge((long?)facts.Width * facts.Height ?? 0, facts) is { } large)
        {
            return ConvertOutcome.Refused(large);
        }

        if (facts.Jpeg is { Bits: not 8 and var bits })
        {
            return ConvertOutcome.Refused($"It has {bits} bits a colour, which cannot be converted. Save it with 8.");
        }

        if (!facts.IsWhole && JpegDamage.CanFind(facts) && JpegDamage.Find(file, cancellationToken) is { } damage)
        {
            return ConvertOutcome.Refused(damage);
        }

        using var codec = SKCodec.Create(new TimedStream(file, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return codec is null ? ConvertOutcome.Refused($"The {facts.Type.Label} cannot be decoded: it is damaged, or of a kind that hardly any program reads.")
            : TooLarge((long)codec.Info.Width * codec.Info.Height, facts) is { } hidden ? ConvertOutcome.Refused(hidden)
            : Decode(codec, facts, OriginOf(codec, file, facts), cancellationToken);
    }

    /// <summary>Where its first pixel belongs, as its EXIF says.</summary>
    private static SKEncodedOrigin OriginOf(SKCodec codec, byte[] file, FileFacts facts) =>
        facts.Jpeg is { } header ? (SKEncodedOrigin)header.Orientation
        : codec.EncodedFormat == SKEncodedImageFormat.Png ? PngTurn.Of(file)
        : codec.EncodedOrigin;

    private static ConvertOutcome Decode(
        SKCodec codec, FileFacts facts, SKEncodedOrigin origin, CancellationToken cancellationToken)
    {
        var before = codec.Info.Size;
        var size = facts.Jpeg is null ? before : codec.GetScaledDimensions(ScaleOf(before));
        using var pixels = new SKBitmap();
        if (!pixels.TryAllocPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb())))
        {
            return ConvertOutcome.Refused($"Too many pixels to convert: {before.Width}×{before.Height}. {Smaller}");
        }

        var decoded = codec.GetPixels(pixels.Info, pixels.GetPixels());
        cancellationToken.ThrowIfCancellationRequested();
        if (decoded != SKCodecResult.Success)
        {
            return ConvertOutcome.Refused($"The {facts.Type.Label} is damaged or cut off. Upload the whole file; converting cannot bring back what is not there.");
        }

        var picture = PhonePicture.Of(pixels, origin, cancellationToken);
        return new ConvertOutcome(picture, [.. Changes(codec, pixels, facts, origin, picture.Scaled || size != before)], before, Refusal: null);
    }

    private static IEnumerable<string> Changes(SKCodec codec, SKBitmap pixels, FileFacts facts, SKEncodedOrigin origin, bool scaled)
    {
        (string Name, bool Is)[] changes =
        [
            ("encoding", facts.Jpeg is not { Process: 0 }),
            ("colors", facts.Jpeg is { Components: 4 }),
            ("turned", origin != SKEncodedOrigin.TopLeft),
            ("metadata", facts.Jpeg is { HasMetadata: true }),
            ("trailing_data", facts.Trailing > 0),
            ("background", codec.Info.AlphaType != SKAlphaType.Opaque && ShowsThrough(pixels)),
            ("first_frame", codec.FrameCount > 1),
            ("scaled", scaled),
        ];
        return changes.Where(change => change.Is).Select(change => change.Name);
    }

    private static bool ShowsThrough(SKBitmap pixels)
    {
        var bytes = pixels.GetPixelSpan();
        for (var alpha = PixelBytes - 1; alpha < bytes.Length; alpha += PixelBytes)
        {
            if (bytes[alpha] != byte.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    private static string? TooLarge(long pixels, FileFacts facts)
    {
        var held = facts.Jpeg is not { } header ? PixelBytes : facts.Scans > 1 ? header.Samples * SampleBytes : 0;
        var most = held == 0 ? MostPixels : Math.Min(MostPixels, (long)(MostHeldBytes / held));
        return pixels > most
            ? $"Too many pixels to convert: {pixels}, at most {most} of a {facts.Type.Label} of this kind. {Smaller}"
            : null;
    }

    /// <summary>The least that has all the pixels of the largest result.</summary>
    private static float ScaleOf(SKSizeI size)
    {
        var needed = Math.Min(1, (float)Usability.WidestPicture / Math.Max(size.Width, size.Height));
        return MathF.Ceiling(needed * Eighths) / Eighths;
    }
}

using Gateway.Files.Types;
using SkiaSharp;

namespace Gateway.Files.Pictures;

/// <summary>A JPEG that every phone shows and every vendor takes.</summary>
internal sealed record PhonePicture(byte[] Bytes, int Quality, bool Scaled)
{
    /// <summary>
    /// The least that a vendor takes (docs/internals/vendors); three of them are below what others take for a message.
    /// </summary>
    public const int MostBytes = 60 * 1024;

    /// <summary>Good first. Below the last a smaller picture looks better.</summary>
    public static readonly int[] Qualities = [85, 75, 65, 55];

    /// <summary>Noise of the last size has about 45 KB with the last quality.</summary>
    public static readonly int[] LongestSides = [Usability.WidestPicture, 1080, 800, 640, 480, 320, 240];

    /// <param name="pixels">As they lay in the file.</param>
    /// <param name="origin">Where their first row and column belong.</param>
    public static PhonePicture Of(SKBitmap pixels, SKEncodedOrigin origin, CancellationToken cancellationToken)
    {
        var swaps = origin >= SKEncodedOrigin.LeftTop;
        var (width, height) = swaps ? (pixels.Height, pixels.Width) : (pixels.Width, pixels.Height);
        foreach (var side in LongestSides)
        {
            var scale = Math.Min(1f, Math.Min((float)side / width, (float)Math.Min(side, Usability.HighestPicture) / height));
            if (side < Usability.WidestPicture && scale >= 1)
            {
                continue; // As large as before.
            }

            using var upright = Draw(pixels, origin, (width, height), scale);
            foreach (var quality in Qualities)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var encoded = new MemoryStream();
                using var pixmap = upright.PeekPixels();
                pixmap.Encode(encoded, new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
                if (encoded.Length is > 0 and <= MostBytes)
                {
                    return new PhonePicture(encoded.ToArray(), quality, scale < 1);
                }
            }
        }

        throw new InvalidOperationException("The smallest picture is larger than a vendor takes.");
    }

    /// <summary>On white paper, and without a colour profile: what has none is sRGB.</summary>
    private static SKBitmap Draw(SKBitmap pixels, SKEncodedOrigin origin, (int Width, int Height) size, float scale)
    {
        var drawn = new SKBitmap(new SKImageInfo(Math.Max(1, (int)(size.Width * scale)), Math.Max(1, (int)(size.Height * scale)), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(drawn);
        using var image = SKImage.FromPixels(pixels.PeekPixels());
        canvas.Clear(SKColors.White);
        canvas.Scale((float)drawn.Width / size.Width, (float)drawn.Height / size.Height);
        canvas.Concat(Turn(origin, size.Width, size.Height));
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return drawn;
    }

    /// <summary>From pixels as they lay to upright ones of this size.</summary>
    private static SKMatrix Turn(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.TopLeft or _ => SKMatrix.Identity,
    };
}

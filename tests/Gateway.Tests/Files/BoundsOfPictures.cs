using System.Globalization;
using Gateway.Files.Pictures;
using Gateway.Files.Types;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Files;

/// <summary>Bounds that nobody can set stand in docs/guides/files.md as they are.</summary>
public sealed class BoundsOfPictures
{
    [Fact]
    public void Stand_in_the_document()
    {
        var document = File.ReadAllText(Repository.File("docs", "guides", "files.md"));
        string[] bounds =
        [
            $"| {Number(PhonePicture.MostBytes)} (",
            $"| {Number(Usability.WidestPicture)} × {Number(Usability.HighestPicture)} |",
            string.Join(", ", PhonePicture.LongestSides.Skip(1).Select(Number)) + " for the longer side",
            $"| {string.Join(", ", PhonePicture.Qualities)} |",
            $"| {Number(ConvertPicture.MostPixels)} |",
            $"| {Number(ConvertPicture.MostHeldBytes)} bytes: {Number(ConvertPicture.MostHeldBytes / 4)} pixels of PNG",
            $"| {Decodings.AtOnce}, each for at most {Decodings.Limit.TotalSeconds} s; who waits longer than {Decodings.Patience.TotalSeconds} s",
        ];

        Assert.All(bounds, bound => Assert.Contains(bound, document, StringComparison.Ordinal));
    }

    private static string Number<T>(T number)
        where T : IFormattable => number.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>Sizes of files as people say them.</summary>
internal static class Sizes
{
    private const double Kilobyte = 1024;

    public static string Of(long bytes) => bytes < Kilobyte * Kilobyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte:0.#} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte / Kilobyte:0.#} MB");
}

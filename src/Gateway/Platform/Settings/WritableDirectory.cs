using System.Globalization;

namespace Gateway.Platform.Settings;

/// <summary>Tries whether files can be written in a directory.</summary>
internal static class WritableDirectory
{
    /// <summary>Makes the directory when it is missing. Null when it can be used, else why it cannot.</summary>
    public static string? FindFault(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return Try(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return fault.Message;
        }
    }

    /// <summary>The same for a directory that others must have made, such as the share of an agent.</summary>
    public static string? FindFaultOfShared(string directory) =>
        Directory.Exists(directory) ? Try(directory) : $"The directory '{directory}' does not exist.";

    private static string? Try(string directory)
    {
        try
        {
            // A name that no agent takes for a file of a message.
            using var probe = new FileStream(
                Path.Combine(directory, $".gateway-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}

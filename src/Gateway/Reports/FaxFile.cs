using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Reports;

/// <summary>
/// Where the TIFF of a received fax lies: below the vendor's directory or nowhere, whatever its row says.
/// </summary>
internal static class FaxFile
{
    /// <summary>The file's path; null when the name leads elsewhere, or the vendor has no such directory.</summary>
    public static string? PathOf(Vendor? vendor, string fileName)
    {
        if (vendor?.Setup is not IReceiveFaxes { ReceiveDirectory: { Length: > 0 } directory }
            || fileName.Contains('\0'))
        {
            return null;
        }

        var root = Path.GetFullPath(directory);
        var path = Path.GetFullPath(Path.Combine(root, fileName.Replace('\\', '/')));
        return path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !HasLink(root, path) ? path : null;
    }

    /// <summary>The size of a file that is there and complete; null while it is not.</summary>
    public static long? SizeOf(string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            using var file = File.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            return Tiff.IsComplete(file) ? file.Length : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A link below the directory could point out of it.</summary>
    private static bool HasLink(string root, string path)
    {
        for (var part = path; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Buffers;
using System.Globalization;

namespace Gateway.Files;

/// <summary>A directory that an agent reads. A file appears in it complete and on the disk, or not at all.</summary>
internal sealed class StagingDirectory(string vendor, string directory)
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.");

    /// <summary>Where a file of this name lies. Throws <see cref="ArgumentException"/> when the name could lead elsewhere.</summary>
    public string PathOf(string name) => name.Length > 0 && name[0] != '.' && name.AsSpan().IndexOfAnyExcept(NameLetters) < 0
        ? Path.Combine(Path.GetFullPath(directory), name)
        : throw new ArgumentException($"'{name}' is no name that we make.", nameof(name));

    /// <summary>Writes a file, over an older one of the same name.</summary>
    public async Task WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!Directory.Exists(directory))
        {
            throw Fault($"The directory '{directory}' does not exist.");
        }

        var temp = $"{path}.{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}.tmp";
        try
        {
            await FillAsync(temp, content, cancellationToken);
            File.Move(temp, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault($"'{path}' cannot be written: {fault.Message}", fault);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    /// <summary>True when the file is there with this size. Files of one name have one content, and appear only when they are complete.</summary>
    public bool Has(string name, long size) => new FileInfo(PathOf(name)) is { Exists: true } file && file.Length == size;

    /// <summary>False when there was nothing to remove, or it cannot be removed now: an agent's own clean-up may be quicker, or hold it open.</summary>
    public static bool Remove(string path)
    {
        try
        {
            var there = File.Exists(path);
            File.Delete(path);
            return there;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task FillAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            // The agent runs as another user.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    private StagingException Fault(string what, Exception? cause = null) =>
        new($"{what} It is Vendors:{vendor}:Attachments:WriteTo; the gateway must be able to write there and the agent to read.", isPermanent: false, cause);
}

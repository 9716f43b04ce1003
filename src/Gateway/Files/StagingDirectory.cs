using System.Buffers;
using System.Globalization;

namespace Gateway.Files;

/// <summary>A directory that an agent reads. A file appears in it complete and on the disk, or not at all.</summary>
internal sealed class StagingDirectory(string vendor, string directory)
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789.");

    /// <summary>For <see cref="DiskDeadline"/>.</summary>
    public string Place => directory;

    /// <summary>On the same file system, so that a finished file can be moved at once.</summary>
    private string Unfinished => Path.Combine(Path.GetFullPath(directory), ".unfinished");

    /// <summary>
    /// Where a file of this name lies. Throws <see cref="ArgumentException"/> when the name could lead elsewhere.
    /// </summary>
    public string PathOf(string name) => name.Length > 0 && name[0] != '.' && name.AsSpan().IndexOfAnyExcept(NameLetters) < 0
        ? Path.Combine(Path.GetFullPath(directory), name)
        : throw new ArgumentException($"'{name}' is no name that we make.", nameof(name));

    /// <summary>
    /// Writes a file, over an older one of the same name. It grows in a folder of its own, beside those that the agent
    /// reads.
    /// </summary>
    /// <param name="name">One that we made.</param>
    /// <param name="content">All of it is copied.</param>
    /// <param name="isLate">Asked in the last moment: a file that is not to appear any more does not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(string name, Stream content, Func<bool> isLate, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!Directory.Exists(directory))
        {
            throw Fault($"The directory '{directory}' does not exist.");
        }

        var temp = Path.Combine(Unfinished, $"{name}.{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}");
        try
        {
            Directory.CreateDirectory(Unfinished);
            try
            {
                await FillAsync(temp, content, cancellationToken);
                if (isLate())
                {
                    throw new OperationCanceledException("The time for this copy is over.");
                }

                File.Move(temp, path, overwrite: true);
            }
            finally
            {
                File.Delete(temp);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault($"'{path}' cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// True when the file is there with this size. Files of one name have one content, and appear only when they are
    /// complete.
    /// </summary>
    public bool Has(string name, long size) =>
        new FileInfo(PathOf(name)) is { Exists: true } file && file.Length == size;

    /// <summary>What to say of a copy that did not come to an end.</summary>
    public StagingException TooSlow(string name, TimeSpan after) => Fault(string.Create(CultureInfo.InvariantCulture, $"'{PathOf(name)}' was not written within {after.TotalSeconds:0} s."));

    /// <summary>
    /// Deletes what copies that broke off before this time left behind, such as those of a process that was killed.
    /// Answers how many; none when the directory cannot be used.
    /// </summary>
    public int DeleteUnfinished(DateTimeOffset before)
    {
        try
        {
            var left = Directory.Exists(Unfinished) ? Directory.EnumerateFiles(Unfinished).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList() : [];
            return left.Count(path => Remove(path) == RemovedFile.Gone);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Removes a staged file, if it is there and can be.</summary>
    public static RemovedFile Remove(string path)
    {
        try
        {
            var there = File.Exists(path);
            File.Delete(path);
            return there ? RemovedFile.Gone : RemovedFile.WasNotThere;
        }
        catch (DirectoryNotFoundException)
        {
            return RemovedFile.WasNotThere;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return RemovedFile.Stays;
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

/// <summary>What became of a file that was to be removed.</summary>
internal enum RemovedFile
{
    /// <summary>It was there, and is not any more.</summary>
    Gone = 0,

    /// <summary>An agent's own clean-up may be quicker.</summary>
    WasNotThere = 1,

    /// <summary>It cannot be removed now.</summary>
    Stays = 2,
}

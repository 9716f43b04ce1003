using System.Globalization;
using Gateway.Platform;
using Microsoft.Extensions.Options;

namespace Gateway.Files;

/// <summary>The disk cannot be used: full, missing, read-only.</summary>
internal sealed class FileStoreException(string message, Exception cause) : Exception(message, cause);

/// <summary>
/// The bytes of uploaded files, below <c>Gateway:Files:Root</c>, each under its id: no name of a client ever becomes a
/// path. A disk that hangs is waited for 10 s.
/// </summary>
internal sealed class FileStore(IOptions<GatewayOptions> options, DiskDeadline disk)
{
    private readonly string _root = options.Value.Files.Directory;

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>A new file to be filled.</summary>
    public Task<TempFile> CreateTempAsync() => RunAsync(() =>
    {
        Directory.CreateDirectory(Incoming);
        return new TempFile(Path.Combine(Incoming, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)), this);
    });

    /// <summary>Moves a finished file to its place. On one file system this is atomic.</summary>
    public Task KeepAsync(TempFile temp, Guid id) => RunAsync(() =>
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A path below the root has a directory.
        File.Move(temp.Path, path);
        return path;
    });

    /// <summary>Throws <see cref="FileStoreException"/> when the bytes are not there.</summary>
    public Task<FileStream> OpenAsync(Guid id) => RunAsync(() => new FileStream(PathOf(id), new FileStreamOptions
    {
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    }));

    /// <summary>It is no error when they are not there.</summary>
    public Task DeleteAsync(Guid id) => RunAsync(() =>
    {
        var path = PathOf(id);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return path;
    });

    /// <summary>
    /// Deletes what uploads that broke off before this time left behind, such as those of a process that was killed.
    /// </summary>
    public Task<int> DeleteUnfinishedAsync(DateTimeOffset before) => RunAsync(() =>
    {
        var left = Directory.Exists(Incoming) ? Directory.EnumerateFiles(Incoming).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList() : [];
        left.ForEach(File.Delete);
        return left.Count;
    });

    /// <summary>
    /// Does something on the disk, and tells its faults apart from those of the network and the database.
    /// </summary>
    public Task<T> RunAsync<T>(Func<T> work) => RunAsync(() => Task.FromResult(work()));

    /// <summary>The same for work that is asynchronous itself.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await disk.RunAsync(_root, work);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new FileStoreException(fault.Message, fault);
        }
    }

    // The last digits of a UUIDv7 are random, so 256 folders fill evenly.
    private string PathOf(Guid id)
    {
        var name = id.ToString("N", CultureInfo.InvariantCulture);
        return Path.Combine(_root, name[^2..], name);
    }
}

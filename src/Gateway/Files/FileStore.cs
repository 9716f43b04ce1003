using System.Globalization;
using Gateway.Platform;
using Microsoft.Extensions.Options;

namespace Gateway.Files;

/// <summary>The disk cannot be used: full, missing, read-only.</summary>
internal sealed class FileStoreException(string message, Exception cause) : Exception(message, cause);

/// <summary>The bytes of uploaded files, below <c>Gateway:Files:Root</c>, each under its id: no name of a client ever becomes a path.</summary>
internal sealed class FileStore(IOptions<GatewayOptions> options)
{
    private readonly string _root = options.Value.Files.Directory;

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>A new file to be filled.</summary>
    public TempFile CreateTemp() => OnDisk(() =>
    {
        Directory.CreateDirectory(Incoming);
        return new TempFile(Path.Combine(Incoming, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)));
    });

    /// <summary>Moves a finished file to its place. On one file system this is atomic.</summary>
    public void Keep(TempFile temp, Guid id) => OnDisk(() =>
    {
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A path below the root has a directory.
        File.Move(temp.Path, path);
        return path;
    });

    /// <summary>Throws <see cref="FileStoreException"/> when the bytes are not there.</summary>
    public FileStream Open(Guid id) => OnDisk(() => new FileStream(PathOf(id), new FileStreamOptions
    {
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    }));

    /// <summary>It is no error when they are not there.</summary>
    public void Delete(Guid id) => OnDisk(() =>
    {
        var path = PathOf(id);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return path;
    });

    /// <summary>Deletes what uploads that broke off before this time left behind, such as those of a process that was killed.</summary>
    public int DeleteUnfinished(DateTimeOffset before) => OnDisk(() =>
    {
        var left = Directory.Exists(Incoming) ? Directory.EnumerateFiles(Incoming).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList() : [];
        left.ForEach(File.Delete);
        return left.Count;
    });

    /// <summary>Runs something on the disk and tells its faults apart from those of the network and the database.</summary>
    public static T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
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

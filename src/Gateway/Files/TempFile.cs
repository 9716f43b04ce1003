using System.Security.Cryptography;

namespace Gateway.Files;

/// <summary>A file being filled; its hash is made on the way. Disposing deletes it unless it was moved away.</summary>
internal sealed class TempFile : IAsyncDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _stream;
    private readonly FileStore _store;

    public TempFile(string path, FileStore store)
    {
        Path = path;
        _store = store;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(path, options);
    }

    public string Path { get; }

    public long Size { get; private set; }

    /// <summary>For looking into what was written.</summary>
    public Stream Content => _stream;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _hash.AppendData(bytes.Span);
        Size += bytes.Length;
        await _store.RunAsync(async () =>
        {
            await _stream.WriteAsync(bytes, cancellationToken);
            return true;
        });
    }

    /// <summary>Everything is on the disk when this returns. Answers the SHA-256.</summary>
    public Task<byte[]> FinishAsync() => _store.RunAsync(() =>
    {
        _stream.Flush(flushToDisk: true);
        return _hash.GetHashAndReset();
    });

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        try
        {
            await _store.RunAsync(() =>
            {
                _stream.Dispose();
                File.Delete(Path);
                return true;
            });
        }
        catch (FileStoreException)
        {
            // The job purge-files deletes what uploads leave behind.
        }
    }
}

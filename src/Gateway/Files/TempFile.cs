using System.Buffers;
using System.Security.Cryptography;

namespace Gateway.Files;

/// <summary>A file being filled; its hash is made on the way. Disposing deletes it unless it was moved away.</summary>
internal sealed class TempFile : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

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

    /// <summary>
    /// Writes all that comes. False when that is more than <paramref name="most"/> bytes; the rest is not read.
    /// </summary>
    public async Task<bool> TryFillAsync(Stream content, long most, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var free = true;
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (Size + read > most)
                {
                    return false;
                }

                free = false; // A disk that hangs reads it later.
                await WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                free = true;
            }
        }
        finally
        {
            if (free)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        return true;
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

using Gateway.Vendors;

namespace Gateway.Files;

/// <summary>The parts of an upload as they were read. Disposing forgets the bytes unless they were kept.</summary>
internal sealed class FileForm : IAsyncDisposable
{
    public TempFile? File { get; set; }

    public string Name { get; set; } = "";

    public byte[] Sha256 { get; set; } = [];

    public Channel? Channel { get; set; }

    /// <summary>Asked for by <c>?convert=true</c>.</summary>
    public bool Convert { get; set; }

    /// <summary>What a conversion made of the file; the file's name and hash stay those of the upload.</summary>
    public TempFile? Made { get; set; }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in new[] { File, Made })
        {
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}

using Gateway.Vendors;

namespace Gateway.Files;

/// <summary>The parts of an upload as they were read. Disposing forgets the bytes unless they were kept.</summary>
internal sealed class FileForm : IAsyncDisposable
{
    public TempFile? File { get; set; }

    public string Name { get; set; } = "";

    public byte[] Sha256 { get; set; } = [];

    public Channel? Channel { get; set; }

    public ValueTask DisposeAsync() => File?.DisposeAsync() ?? ValueTask.CompletedTask;
}

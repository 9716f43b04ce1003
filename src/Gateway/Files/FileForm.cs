using Gateway.Vendors;

namespace Gateway.Files;

/// <summary>A <c>multipart/form-data</c> body with a file.</summary>
internal sealed record UploadFileRequest
{
    /// <summary>The file. Required. At most 20 MB (20 × 1024 × 1024 bytes).</summary>
    public IFormFile? File { get; init; }

    /// <summary><c>mms</c>, <c>fax</c> or <c>voice</c>: refuse the file when it cannot be sent so. Absent: it is enough that any channel can send it.</summary>
    public string? Channel { get; init; }
}

/// <summary>The parts of an upload as they were read. Disposing forgets the bytes unless they were kept.</summary>
internal sealed class FileForm : IDisposable
{
    public TempFile? File { get; set; }

    public string Name { get; set; } = "";

    public byte[] Sha256 { get; set; } = [];

    public Channel? Channel { get; set; }

    public void Dispose() => File?.Dispose();
}

namespace Gateway.Files.Types;

/// <summary>What a file's content says about it.</summary>
internal sealed record FileFacts(FileType Type)
{
    public int? Width { get; init; }

    public int? Height { get; init; }

    public WaveFormat? Wave { get; init; }

    /// <summary>Of a JPEG without a fault.</summary>
    public JpegHeader? Jpeg { get; init; }

    /// <summary>Bytes behind a JPEG's end that are no padding.</summary>
    public long Trailing { get; init; }

    /// <summary>Of a JPEG; of more than one the decoders hold the whole picture.</summary>
    public int Scans { get; init; }

    /// <summary>True when each block of a JPEG was decoded without a fault.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Why it is broken, when it is.</summary>
    public string? Fault { get; init; }
}

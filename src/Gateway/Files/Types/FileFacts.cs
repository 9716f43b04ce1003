namespace Gateway.Files.Types;

/// <summary>What a file's content says about it.</summary>
internal sealed record FileFacts(FileType Type)
{
    public int? Width { get; init; }

    public int? Height { get; init; }

    public WaveFormat? Wave { get; init; }

    /// <summary>Why it is broken, when it is.</summary>
    public string? Fault { get; init; }
}

namespace Gateway.Files;

/// <summary>What came of laying one message's files.</summary>
internal sealed record StagingOutcome
{
    public static StagingOutcome NotReached { get; } = new() { Kind = StagingKind.NotReached };

    public required StagingKind Kind { get; init; }

    /// <summary>
    /// The names as they go into the row: uploaded files in their order, then the made one. Empty unless laid.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>For the operator: names the setting or the file.</summary>
    public string Fault { get; init; } = "";

    public static StagingOutcome Laid(IReadOnlyList<string> names) => new() { Kind = StagingKind.Laid, Names = names };

    public static StagingOutcome Failed(StagingException fault) =>
        new() { Kind = fault.IsPermanent ? StagingKind.Hopeless : StagingKind.Waiting, Fault = fault.Message };
}

/// <summary>How laying one message's files ended.</summary>
internal enum StagingKind
{
    /// <summary>All of them lie there, complete.</summary>
    Laid = 0,

    /// <summary>The time for one hand-over was over before its turn came.</summary>
    NotReached = 1,

    /// <summary>The directory or the disk cannot be used now.</summary>
    Waiting = 2,

    /// <summary>A file is gone for good.</summary>
    Hopeless = 3,
}

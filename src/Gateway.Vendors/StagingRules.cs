namespace Gateway.Vendors;

/// <summary>How files must lie for an agent before the row that names them exists.</summary>
public sealed record StagingRules
{
    /// <summary>
    /// True: a new file for every message, because the agent deletes it after use. False: messages may share one.
    /// </summary>
    public required bool FilePerMessage { get; init; }

    /// <summary>
    /// True: the row names the file with its path as the agent sees it. False: by its name alone, below a directory
    /// that the agent knows.
    /// </summary>
    public required bool WithPath { get; init; }

    /// <summary>
    /// With a path: it has to begin at the root, because nobody says where the agent would look for another one.
    /// </summary>
    public bool FromRoot { get; init; }

    /// <summary>The longest name in bytes; with a path, of the whole path.</summary>
    public required int LongestName { get; init; }

    /// <summary>Most files in one message of a channel; 0 when it takes none.</summary>
    public required IReadOnlyDictionary<Channel, int> MostFiles { get; init; }

    /// <summary>Characters that separate names in the row and so must not stand in one.</summary>
    public required string Separators { get; init; }
}

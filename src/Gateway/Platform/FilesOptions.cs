namespace Gateway.Platform;

/// <summary>The section <c>Gateway:Files</c>.</summary>
internal sealed class FilesOptions
{
    /// <summary>
    /// The directory of uploaded files. It is made when it is missing. All nodes of one installation must share it.
    /// Default: <c>data/files</c> beside the program.
    /// </summary>
    public string? Root { get; set; }

    public string Directory =>
        string.IsNullOrWhiteSpace(Root)
            ? Path.Combine(AppContext.BaseDirectory, "data", "files")
            : Path.GetFullPath(Root);

    /// <summary>True when the operator chose it.</summary>
    public bool IsChosen => !string.IsNullOrWhiteSpace(Root);
}

namespace Gateway.Platform.Settings;

/// <summary>
/// One thing that is wrong with the settings, as one line. Values never stand in it: what was meant for a secret may
/// stand in the wrong place.
/// </summary>
/// <param name="Path">The whole name, such as <c>Gateway:AdminKy</c>.</param>
/// <param name="Text">What is wrong, with the remedy.</param>
/// <param name="Meant">The setting that was probably meant.</param>
internal sealed record SettingFault(string Path, string Text, string? Meant = null)
{
    public string Line => $"{Path} {Text}";

    /// <summary>
    /// True when another fault only follows from this one: a setting that cannot be read is not missing as well.
    /// </summary>
    public bool Explains(string line) => Begins(line, Path) || (Meant is not null && Begins(line, Meant));

    /// <summary>True for the setting itself and for those below it.</summary>
    public bool Covers(string path) =>
        path.Equals(Path, StringComparison.OrdinalIgnoreCase) || path.StartsWith(
            Path + ":", StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string line, string path) =>
        line.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (line.Length == path.Length || !char.IsLetterOrDigit(line[path.Length]));
}

/// <summary>What the names and forms of all settings say, before any of them is used.</summary>
internal sealed record SettingsForm(IReadOnlyList<SettingFault> Faults, IReadOnlyList<string> Warnings);

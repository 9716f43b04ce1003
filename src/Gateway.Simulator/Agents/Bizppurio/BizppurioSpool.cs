namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>The directory of attachments; with no directory every file is taken for good.</summary>
internal sealed class BizppurioSpool(BizppurioAgentOptions options)
{
    /// <summary>Null, 9017 (no such file) or 9018 (empty file).</summary>
    public string? Refusal(IEnumerable<string> files)
    {
        if (options.SpoolDirectory is null)
            return null;
        var found = files.Select(file => new FileInfo(Locate(file))).ToList();
        return found.Exists(file => !file.Exists) ? "9017" : found.Exists(file => file.Length == 0) ? "9018" : null;
    }

    public void Delete(IEnumerable<string> files)
    {
        if (options.SpoolDirectory is null || !options.DeleteFiles)
            return;
        foreach (var file in files)
            File.Delete(Locate(file));
    }

    // Names only: ABSOLUTE_PATH_OPTION is off by default.
    private string Locate(string file) => Path.Combine(options.SpoolDirectory ?? "", Path.GetFileName(file));
}

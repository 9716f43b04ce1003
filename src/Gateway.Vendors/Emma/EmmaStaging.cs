namespace Gateway.Vendors.Emma;

internal static class EmmaStaging
{
    /// <summary>Pictures of an MMS, as public programs have them.</summary>
    public const int MostMmsFiles = 3;

    /// <summary>
    /// Names below the agent's attach_file. Nobody says whether it deletes a file after use, so no two messages share
    /// one. attach_file_name takes 64.
    /// </summary>
    public static StagingRules Rules { get; } = new()
    {
        FilePerMessage = true,
        WithPath = false,
        LongestName = 64,
        MostFiles = new Dictionary<Channel, int> { [Channel.Mms] = MostMmsFiles },
        Separators = "",
    };
}

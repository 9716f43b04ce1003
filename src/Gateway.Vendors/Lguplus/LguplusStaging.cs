namespace Gateway.Vendors.Lguplus;

internal static class LguplusStaging
{
    /// <summary>Pictures of an MMS, as public programs have them.</summary>
    public const int MostMmsFiles = 3;

    /// <summary>FILE_PATH1 of the narrowest install; others hold 512.</summary>
    public const int LongestPath = 128;

    /// <summary>
    /// The row names files by their path as the agent sees it. Nobody says whether it deletes a file after use, so no
    /// two messages share one; five columns are there, and how many files the vendor takes is not public.
    /// </summary>
    public static StagingRules Rules { get; } = new()
    {
        FilePerMessage = true,
        WithPath = true,
        FromRoot = true,
        LongestName = LongestPath,
        MostFiles = new Dictionary<Channel, int> { [Channel.Mms] = MostMmsFiles },
        Separators = "",
    };
}

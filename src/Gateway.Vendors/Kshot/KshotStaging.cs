namespace Gateway.Vendors.Kshot;

internal static class KshotStaging
{
    /// <summary>
    /// The row names files by their path as the agent sees it; it reads them when it sends and leaves them.
    /// </summary>
    public static StagingRules Rules { get; } = new()
    {
        FilePerMessage = false,
        WithPath = true,
        LongestName = 200,
        MostFiles = new Dictionary<Channel, int> { [Channel.Mms] = 3, [Channel.Fax] = 1 },
        Separators = "",
    };
}

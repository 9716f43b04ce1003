namespace Gateway.Vendors.Xroshot;

internal static class XroshotStaging
{
    /// <summary>
    /// Names below the agent's directory of the kind. 20 bytes are the fax's bound; one bound for all kinds costs
    /// nothing.
    /// </summary>
    public static StagingRules Rules { get; } = new()
    {
        FilePerMessage = false,
        WithPath = false,
        LongestName = 20,
        MostFiles = new Dictionary<Channel, int> { [Channel.Mms] = 3, [Channel.Fax] = 10, [Channel.Voice] = 1 },
        Separators = "^|;",
    };
}

namespace Gateway.Vendors.Bizppurio;

internal static class BizppurioStaging
{
    /// <summary>
    /// Names below the agent's FILE_PATH. It deletes a file after use unless told otherwise, so no two messages share
    /// one. Three names of 64 bytes and a JSON file fit the column of 1,000; the scenario's column takes 64.
    /// </summary>
    public static StagingRules Rules { get; } = new()
    {
        FilePerMessage = true,
        WithPath = false,
        LongestName = 64,
        MostFiles = new Dictionary<Channel, int>
        {
            [Channel.Mms] = 3,
            [Channel.Fax] = 10,
            [Channel.Voice] = 1,
            [Channel.AlimTalk] = 1,
            [Channel.FriendTalk] = 1,
        },
        Separators = "|",
    };
}

namespace Gateway.Vendors.Xroshot;

/// <summary>A row of <c>SDK_SEND_STAT</c>: one hour of one user, and perhaps of one thread.</summary>
internal sealed class XroshotHourRow
{
    public string Year { get; init; } = "";

    public string Month { get; init; } = "";

    public string Day { get; init; } = "";

    public string Hour { get; init; } = "";

    public string UserId { get; init; } = "";

    public long? SmsTotal { get; init; }

    public long? SmsSucceeded { get; init; }

    public long? MmsTotal { get; init; }

    public long? MmsSucceeded { get; init; }

    public long? FaxTotal { get; init; }

    public long? FaxSucceeded { get; init; }

    public long? TtsTotal { get; init; }

    public long? TtsSucceeded { get; init; }

    public long? FileTotal { get; init; }

    public long? FileSucceeded { get; init; }

    public long? StoredTotal { get; init; }

    public long? StoredSucceeded { get; init; }

    public long? ScenarioTotal { get; init; }

    public long? ScenarioSucceeded { get; init; }
}

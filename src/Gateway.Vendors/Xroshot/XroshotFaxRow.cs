namespace Gateway.Vendors.Xroshot;

/// <summary>What is read of a row of <c>SDK_FMS_RECEIVE</c>.</summary>
internal sealed class XroshotFaxRow
{
    public long JobId { get; init; }

    public long? Place { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? FileName { get; init; }

    public string? Duration { get; init; }

    public int? Pages { get; init; }

    public string? ReceivedAt { get; init; }
}

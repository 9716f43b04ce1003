namespace Gateway.Vendors.Xroshot;

/// <summary>A row of <c>gateway_packed</c>.</summary>
internal sealed class PackedRow
{
    public string MessageId { get; init; } = "";

    public string RowKey { get; init; } = "";

    public int Place { get; init; }

    public DateTime EnteredAt { get; init; }
}

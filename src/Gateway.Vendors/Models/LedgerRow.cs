namespace Gateway.Vendors.Models;

/// <summary>A row of <c>gateway_handover</c>.</summary>
internal sealed class LedgerRow
{
    public const string Entity = "ledger";

    public const string Table = "gateway_handover";

    public string Id { get; init; } = "";

    public int Rows { get; init; }

    public DateTime EnteredAt { get; init; }
}

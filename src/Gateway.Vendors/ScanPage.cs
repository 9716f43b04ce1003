namespace Gateway.Vendors;

/// <summary>One page of a scan.</summary>
/// <param name="Reports">What was read, in the order of the table.</param>
/// <param name="HighWater">
/// The newest result time on the page, by the agent's clock; null when the page has none. The next scan may start
/// there, less an overlap.
/// </param>
public sealed record ScanPage(IReadOnlyList<VendorReport> Reports, DateTimeOffset? HighWater);

using Gateway.Vendors.Models;

namespace Gateway.Vendors.Databases;

/// <summary>
/// A row of an agent's table, read as a report, with what ties it to the rows that the agent made for its fallback.
/// </summary>
/// <param name="Report">What the row says. The message id is empty in a row that the agent made.</param>
/// <param name="RowKey">The row's own key, the same in every table that it passes.</param>
/// <param name="Key">What the fallback rows of this one point to; null when there can be none.</param>
/// <param name="FallbackOf">The key of the row that this one stands in for; null in a row of our own.</param>
/// <param name="AsksForFallback">True when the agent makes a fallback row if this one fails.</param>
internal sealed record VendorRow(
    VendorReport Report,
    string? RowKey = null,
    string? Key = null,
    string? FallbackOf = null,
    bool AsksForFallback = false);

/// <summary>Where a protocol finds rows by the key that ties a fallback to its message.</summary>
internal interface IFallbackRows
{
    /// <summary>The rows of our own with these keys.</summary>
    Task<IReadOnlyList<VendorRow>> FindOwnersAsync(
        VendorContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>The rows that stand in for those with these keys, in the order in which they were made.</summary>
    Task<IReadOnlyList<VendorRow>> FindFallbacksAsync(
        VendorContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}

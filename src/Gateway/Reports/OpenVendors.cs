using System.Collections.Concurrent;
using Gateway.Platform.Loops;

namespace Gateway.Reports;

/// <summary>
/// Vendors that have an open message, so that its result can come at any moment: <see cref="LookForWork"/> asks once a
/// second for all of them, and each is collected while it has one.
/// </summary>
internal sealed class OpenVendors
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>It has one.</summary>
    public void Tell(string vendor) => _told[vendor] = true;

    /// <summary>True once after it was told.</summary>
    public bool Take(string vendor) => _told.TryRemove(vendor, out _);
}

using Gateway.Platform.Vendors;

namespace Gateway.Dispatch;

/// <summary>Which vendors take messages now.</summary>
internal sealed class TakingVendors(VendorReadiness readiness, VendorHealth health)
{
    /// <summary>
    /// False while it is paused, and while its tables are not fit. Throws when its database cannot be reached.
    /// </summary>
    public async ValueTask<bool> TakesAsync(Vendor vendor, CancellationToken cancellationToken) =>
        !health.IsPaused(vendor.Name) && await readiness.IsUsableAsync(vendor, cancellationToken);
}

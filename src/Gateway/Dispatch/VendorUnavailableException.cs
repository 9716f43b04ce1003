namespace Gateway.Dispatch;

/// <summary>A vendor's database cannot be reached. Messages wait; nothing was written.</summary>
internal sealed class VendorUnavailableException(string vendor, Exception inner)
    : Exception($"The database of {vendor} cannot be used: {inner.GetBaseException().Message}", inner);

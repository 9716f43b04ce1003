namespace Gateway.Platform.Vendors;

/// <summary>Whether messages may enter a vendor's queue, for those who write into it.</summary>
internal sealed class VendorHold
{
    private volatile bool _isHeld;

    public bool IsHeld => _isHeld;

    public void Set(bool isHeld) => _isHeld = isHeld;
}

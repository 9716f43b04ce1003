namespace Gateway.Platform.Vendors;

/// <summary>The state of a vendor's agent.</summary>
internal enum VendorStatus : short
{
    /// <summary>It works.</summary>
    Up = 0,

    /// <summary>It works, but slowly or with signs of trouble; it gets a small share of new messages.</summary>
    Degraded = 1,

    /// <summary>It does not work; new messages go elsewhere where another vendor carries their channel.</summary>
    Down = 2,

    /// <summary>Somebody paused it: nothing is handed over, results are still collected. In the database it stands beside the status, not in it.</summary>
    Paused = 3,
}

namespace Gateway.Vendors;

/// <summary>What came of one attempt to put a hand-over into the vendor's queue table.</summary>
public sealed record HandOverOutcome
{
    /// <summary>How the attempt ended.</summary>
    public required HandOverKind Kind { get; init; }

    /// <summary>The fault, when there was one.</summary>
    public Exception? Fault { get; init; }

    /// <summary>
    /// Why the only row of the attempt was refused, in words for its sender; null when nothing is known.
    /// </summary>
    public string? Reason { get; init; }

    internal static HandOverOutcome Written { get; } = new() { Kind = HandOverKind.Written };

    internal static HandOverOutcome Refused { get; } = new() { Kind = HandOverKind.AlreadyDecided };

    internal static HandOverOutcome Held { get; } = new() { Kind = HandOverKind.Held };

    internal static HandOverOutcome Failed(HandOverKind kind, Exception fault) => new() { Kind = kind, Fault = fault };
}

/// <summary>How an attempt to hand over ended.</summary>
public enum HandOverKind
{
    /// <summary>The rows are committed in the queue table.</summary>
    Written = 0,

    /// <summary>
    /// The ledger already knew this hand-over: it was written or given up before. Nothing was inserted now; ask
    /// <see cref="IVendorQueue.ResolveAsync"/>.
    /// </summary>
    AlreadyDecided = 1,

    /// <summary>
    /// Nothing was written, for certain: the database could not be reached or rolled back. The rows may be tried again
    /// under a new id.
    /// </summary>
    NotWritten = 2,

    /// <summary>
    /// Nothing was written, for certain, because at least one row does not fit the table. Smaller hand-overs find out
    /// which.
    /// </summary>
    BadRow = 3,

    /// <summary>
    /// The connection broke while committing: the rows may be in. Only the ledger knows; ask
    /// <see cref="IVendorQueue.ResolveAsync"/>.
    /// </summary>
    InDoubt = 4,

    /// <summary>
    /// Nothing was written, for certain, because nothing may enter the queue now (<see cref="VendorSettings.IsHeld"/>).
    /// </summary>
    Held = 5,
}

/// <summary>What the ledger says of a hand-over. Both answers are final.</summary>
public enum HandOverFate
{
    /// <summary>All rows of the hand-over were committed.</summary>
    Written = 0,

    /// <summary>No row was committed and, because the ledger now holds the id, none ever will be.</summary>
    NeverWritten = 1,
}

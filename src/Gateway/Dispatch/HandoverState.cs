namespace Gateway.Dispatch;

/// <summary>What is known of one attempt to put messages into a vendor's queue table.</summary>
internal enum HandoverState : short
{
    /// <summary>Claimed. Whether its rows were written is not known yet.</summary>
    Open = 0,

    /// <summary>Its rows are in the vendor's queue table.</summary>
    Written = 1,

    /// <summary>None of its rows was ever written; its messages wait again, or have ended.</summary>
    NeverWritten = 2,
}

namespace Gateway.Dispatch.Cancel;

/// <summary>What came of the wish to cancel a message: three honest answers.</summary>
internal enum CancelFate
{
    /// <summary>It will not be sent.</summary>
    Canceled = 0,

    /// <summary>An agent has taken it, or it has ended.</summary>
    TooLate = 1,

    /// <summary>Nobody knows yet, because the vendor's database does not answer. The gateway goes on trying.</summary>
    Unknown = 2,
}

namespace Gateway.Acceptance.Requests;

/// <summary>Messages of the first batch that were not sent again, by the reason.</summary>
internal sealed record ResendSkipped
{
    /// <summary>They were sent again before: each is at most once.</summary>
    public int AlreadyResent { get; init; }

    /// <summary>With <c>onlyRetryable</c>: those that are not.</summary>
    public int NotRetryable { get; init; }

    /// <summary>Retention has removed their contents and numbers.</summary>
    public int ContentRemoved { get; init; }

    /// <summary>The fallback that the gateway sent for them was delivered.</summary>
    public int FallbackDelivered { get; init; }

    /// <summary>
    /// Messages of the first batch that had not ended, or whose fallback had not. They can be sent again later, with
    /// another request.
    /// </summary>
    public long StillRunning { get; init; }
}

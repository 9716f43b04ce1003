namespace Gateway.Webhooks.Sending;

/// <summary>When a failed delivery is tried again. A pure function, so that a test can read it like a table.</summary>
internal static class RetrySchedule
{
    /// <summary>
    /// Pauses after the first, second … failed attempt. Ten attempts over about three days: a weekend's outage is
    /// survived.
    /// </summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>A receiver that asks for more patience than this is tried sooner.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>
    /// Half the spread: pauses vary by ±10 %, so that many failures of one moment do not come back in one moment.
    /// </summary>
    private const double Jitter = 0.1;

    public static int MaxAttempts => Pauses.Length + 1;

    /// <summary>The pause after a failed attempt, or null when it was the last one.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the receiver asked for with 429 or 503; obeyed where it is longer.</param>
    /// <param name="chance">A number from 0 to 1.</param>
    public static TimeSpan? After(int attempt, TimeSpan? retryAfter, double chance)
    {
        if (attempt > Pauses.Length)
        {
            return null;
        }

        var pause = Pauses[attempt - 1] * (1 + (Jitter * ((2 * chance) - 1)));
        return retryAfter > pause ? (retryAfter.Value < LongestRetryAfter ? retryAfter : LongestRetryAfter) : pause;
    }
}

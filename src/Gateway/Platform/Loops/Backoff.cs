namespace Gateway.Platform.Loops;

/// <summary>
/// Pauses after faults in a row: 1 s, 2 s, 4 s … up to a longest one, each shortened by chance by up to a quarter, so
/// that loops and nodes do not come back all at once.
/// </summary>
internal static class Backoff
{
    private const double Jitter = 0.25;

    /// <param name="failures">In a row, this one included.</param>
    /// <param name="longest">The longest pause.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan longest, double chance)
    {
        var whole = Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Clamp(failures - 1, 0, 16)));
        return TimeSpan.FromSeconds(whole * (1 - (Jitter * chance)));
    }
}

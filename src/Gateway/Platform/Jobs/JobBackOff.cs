namespace Gateway.Platform.Jobs;

/// <summary>How long a job rests after failures: 1 s, 2 s, 4 s … at most 30 s, a little more or less each time, so that jobs that fail for one reason do not come together.</summary>
internal sealed class JobBackOff(Random random)
{
    private const double Longest = 30;

    public TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(Longest, Math.Pow(2, failures - 1)) * (0.8 + (0.2 * random.NextDouble())));
}

namespace Gateway.Platform;

/// <summary>Chance for many threads. Injected as <see cref="Random"/>, so that tests can choose it.</summary>
internal sealed class LockedRandom : Random
{
    private readonly Lock _lock = new();

    public override int Next(int maxValue)
    {
        lock (_lock)
        {
            return base.Next(maxValue);
        }
    }

    public override long NextInt64(long maxValue)
    {
        lock (_lock)
        {
            return base.NextInt64(maxValue);
        }
    }

    public override double NextDouble()
    {
        lock (_lock)
        {
            return base.NextDouble();
        }
    }
}

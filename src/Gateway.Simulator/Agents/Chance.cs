namespace Gateway.Simulator.Agents;

/// <summary>
/// Chance that stays the same for one row: a row that is lost now must still be lost at the next look and after a
/// restart, and no column says so. The salt comes from the injected <see cref="Random"/>; one seed gives one world.
/// </summary>
internal sealed class Chance(Random random)
{
    private readonly ulong _salt = unchecked((ulong)random.NextInt64());

    /// <summary>A number from 0 up to 1 for a purpose and a row.</summary>
    public double Of(string purpose, string key)
    {
        // FNV-1a, then a finalizer: neighbouring keys must not give neighbouring numbers.
        var hash = 14695981039346656037UL ^ _salt;
        foreach (var letter in purpose)
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        foreach (var letter in key)
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL);
        hash = unchecked((hash ^ (hash >> 27)) * 0x94d049bb133111ebUL);
        return ((hash ^ (hash >> 31)) >> 11) / (double)(1UL << 53);
    }

    /// <summary>A whole number from 0 up to, not including, the bound.</summary>
    public int Below(int bound, string purpose, string key) => (int)(Of(purpose, key) * bound);
}

namespace Gateway.Simulator.Agents;

/// <summary>
/// Messages per second. What a second leaves unused is lost, as at a real agent: an idle hour allows no burst.
/// </summary>
internal sealed class Allowance(int perSecond, TimeProvider time)
{
    private double _left = perSecond;
    private DateTimeOffset _last = time.GetUtcNow();

    /// <summary>How many may go now; no bound when the rate is 0.</summary>
    public int Now()
    {
        if (perSecond <= 0)
            return int.MaxValue;
        var now = time.GetUtcNow();
        _left = Math.Min(perSecond, _left + Math.Max(0, (now - _last).TotalSeconds) * perSecond);
        _last = now;
        return (int)_left;
    }

    public void Use(int count) => _left -= count;
}

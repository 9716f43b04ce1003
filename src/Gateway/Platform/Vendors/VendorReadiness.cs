using System.Collections.Concurrent;

namespace Gateway.Platform.Vendors;

/// <summary>
/// Looks at each vendor's tables before they are first used, and again from time to time while they are not fit for it.
/// </summary>
internal sealed partial class VendorReadiness(TimeProvider time, ILogger<VendorReadiness> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>What stands in the way, by vendor; vendors that were never reached are not in it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Problems =>
        _states.Where(state => !state.Value.Usable).ToDictionary(state => state.Key, state => state.Value.Problems);

    /// <summary>What costs speed or lets single messages fail, by vendor; vendors without any are not in it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Hints =>
        _states.Where(state => state.Value.Hints.Count > 0)
            .ToDictionary(state => state.Key, state => state.Value.Hints);

    /// <summary>
    /// True when rows can be written and read safely. Throws when the vendor's database cannot be reached.
    /// </summary>
    public async Task<bool> IsUsableAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        if (_states.TryGetValue(vendor.Name, out var known)
            && (known.Usable || time.GetUtcNow() < known.At + LookAgainAfter))
        {
            return known.Usable;
        }

        var inspection = await vendor.Queue.PrepareAsync(cancellationToken);
        _states[vendor.Name] = new State(inspection.Usable, inspection.Problems, inspection.Hints, time.GetUtcNow());
        foreach (var problem in inspection.Problems)
        {
            Log.Problem(logger, vendor.Name, problem);
        }

        foreach (var hint in inspection.Hints)
        {
            Log.Hint(logger, vendor.Name, hint);
        }

        return inspection.Usable;
    }

    private sealed record State(
        bool Usable, IReadOnlyList<string> Problems, IReadOnlyList<string> Hints, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(401, LogLevel.Error, "{Vendor} cannot be used: {Problem}")]
        public static partial void Problem(ILogger logger, string vendor, string problem);

        [LoggerMessage(402, LogLevel.Warning, "{Vendor}: {Hint}")]
        public static partial void Hint(ILogger logger, string vendor, string hint);
    }
}

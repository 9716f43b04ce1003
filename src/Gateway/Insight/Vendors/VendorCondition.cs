using Gateway.Platform.Vendors;

namespace Gateway.Insight.Vendors;

/// <summary>
/// A vendor's condition as it is kept. It falls at once and rises slowly: a better verdict must hold for a while before it is believed, longer after every fall of the last hour, and
/// the weight grows step by step, so that a vendor that comes and goes does not drag the traffic to and fro.
/// </summary>
internal sealed record VendorCondition
{
    /// <summary>The share that shows whether a troubled vendor still works, in percent.</summary>
    public const int DegradedWeight = 25;

    /// <summary>Percent that a recovering vendor gains every <see cref="StepEvery"/>; after its first step it has this much.</summary>
    public const int Step = 10;

    /// <summary>From nothing to its full share a vendor needs five minutes.</summary>
    public static readonly TimeSpan StepEvery = TimeSpan.FromSeconds(30);

    /// <summary>How long signs must stay better before they are believed, after the first fall.</summary>
    public static readonly TimeSpan HoldOff = TimeSpan.FromMinutes(1);

    /// <summary>Falls that lie farther apart have nothing to do with each other.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>The hold-off doubles with each fall up to this many times: 16 minutes.</summary>
    private const int MostDoublings = 4;

    public required VendorStatus Status { get; init; }

    public required string? Reason { get; init; }

    /// <summary>When the status became what it is.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Since when the signs have been better than the status.</summary>
    public DateTimeOffset? BetterSince { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Weight { get; init; }

    /// <summary>When the weight last changed.</summary>
    public required DateTimeOffset WeightAt { get; init; }

    /// <summary>Falls to down, each within <see cref="Memory"/> of the one before.</summary>
    public int Downs { get; init; }

    /// <summary>The last of these falls.</summary>
    public DateTimeOffset? DownAt { get; init; }

    public static VendorCondition Fresh(DateTimeOffset now) =>
        new() { Status = VendorStatus.Up, Reason = null, Since = now, Weight = VendorHealth.FullWeight, WeightAt = now };

    /// <summary>The condition after a look. Depends on nothing but its arguments.</summary>
    public VendorCondition Next(VendorVerdict verdict, DateTimeOffset now)
    {
        var next = verdict.Status switch
        {
            var seen when seen > Status => Fall(verdict, now),
            var seen when seen == Status => this with { Reason = verdict.Reason, BetterSince = null },
            _ when VendorVerdict.IsOfDatabase(verdict.Reason) && !VendorVerdict.IsOfDatabase(Reason) =>
                this with { Reason = VendorVerdict.Both(Reason, verdict.Reason), BetterSince = null },
            _ when BetterSince is null && Hold > TimeSpan.Zero =>
                this with { Reason = VendorVerdict.OfAgent(Reason), BetterSince = now },
            _ when now - BetterSince < Hold => this,
            _ => this with { Status = verdict.Status, Reason = verdict.Reason, Since = now, BetterSince = null, Weight = Math.Max(Weight, Step), WeightAt = now },
        };
        return next.Weigh(now);
    }

    /// <summary>None after trouble of the database: one that answers again can be used, and the weight grows slowly all the same.</summary>
    private TimeSpan Hold => VendorVerdict.IsOfDatabase(Reason) ? TimeSpan.Zero : HoldOff * Math.Pow(2, Math.Clamp(Downs - 1, 0, MostDoublings));

    private VendorCondition Fall(VendorVerdict verdict, DateTimeOffset now)
    {
        var fallen = this with { Status = verdict.Status, Reason = verdict.Reason, Since = now, BetterSince = null };
        return verdict.Status == VendorStatus.Down ? fallen with { Downs = now - DownAt < Memory ? Downs + 1 : 1, DownAt = now } : fallen;
    }

    private VendorCondition Weigh(DateTimeOffset now)
    {
        var most = Status switch
        {
            VendorStatus.Up => VendorHealth.FullWeight,
            VendorStatus.Degraded => DegradedWeight,
            VendorStatus.Down => 0,
            VendorStatus.Paused => throw new InvalidOperationException("A pause is no condition; it stands beside it."),
        };
        if (Weight >= most)
        {
            return Weight == most ? this : this with { Weight = most, WeightAt = now };
        }

        var steps = (int)Math.Min((now - WeightAt) / StepEvery, VendorHealth.FullWeight / Step);
        return steps < 1 ? this : this with { Weight = Math.Min(most, Weight + (steps * Step)), WeightAt = now };
    }
}

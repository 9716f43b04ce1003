using Gateway.Insight.Vendors;
using Gateway.Messages;

namespace Gateway.Insight.Metrics;

/// <summary>What one look at the state database has found, for those who read metrics.</summary>
internal sealed record StateLook
{
    public required DateTimeOffset At { get; init; }

    /// <summary>False when the state database could not be asked: the rest is empty then.</summary>
    public required bool Answered { get; init; }

    public IReadOnlyList<OpenLane> Lanes { get; init; } = [];

    /// <summary>When the oldest due message of each lane was due; those of empty lanes are null.</summary>
    public IReadOnlyList<(string Vendor, Lane Lane, DateTimeOffset? DueAt)> Oldest { get; init; } = [];

    public IReadOnlyDictionary<string, VendorRecord> Vendors { get; init; } = new Dictionary<string, VendorRecord>();

    /// <summary>Deliveries that wait: for their first attempt or the next one, or for their endpoint.</summary>
    public (long Due, long Later, long Disabled) Deliveries { get; init; }

    /// <summary>Since when the oldest of the due ones has been due.</summary>
    public DateTimeOffset? OldestDelivery { get; init; }

    public (long Working, long Failing, long Disabled) Endpoints { get; init; }

    public IReadOnlyList<SeenJob> Jobs { get; init; } = [];
}

/// <summary>A recurring job as it is written down.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Every">The pause between two runs.</param>
/// <param name="SucceededAt">The end of its last run; null when that failed, or there was none.</param>
/// <param name="Failures">Runs that failed, one after the other.</param>
internal sealed record SeenJob(string Name, TimeSpan Every, DateTimeOffset? SucceededAt, int Failures);

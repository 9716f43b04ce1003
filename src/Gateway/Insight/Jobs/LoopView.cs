using Gateway.Platform;
using Gateway.Platform.Loops;

namespace Gateway.Insight.Jobs;

/// <summary>A background loop of one node.</summary>
internal sealed record LoopView
{
    /// <summary>Such as <c>hand-over/kshot</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>failing</c> while its last step failed or stood still. It tries again by itself, after at most 30 s.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The node that answers: its machine and process.</summary>
    public required string Node { get; init; }

    /// <summary>Steps that failed one after the other.</summary>
    public required int Failures { get; init; }

    /// <summary>Since when they fail; null while the loop is well.</summary>
    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary>What went wrong the last time that something did.</summary>
    public required string? LastError { get; init; }

    public required DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>How often a step stood still and was given up, since the process started.</summary>
    public required int Restarts { get; init; }

    /// <summary>Single items of its work that fail while it goes on with all others, such as endpoints; at most 20, the oldest first.</summary>
    public required IReadOnlyList<FailingItemView> FailingItems { get; init; }

    /// <summary>Errors may quote a row: nobody is shown whose number stood in it.</summary>
    public static LoopView Of(LoopState loop) => new()
    {
        Name = loop.Name,
        Status = loop.Fault is null ? JobStatus.Ok : JobStatus.Failing,
        Node = NodeName.Current,
        Failures = loop.Fault?.Count ?? 0,
        FailingSince = loop.Fault?.Since,
        LastError = loop.LastFault is { } last ? Mask.Text(last.Text) : null,
        LastErrorAt = loop.LastFault?.LastAt,
        Restarts = loop.Restarts,
        FailingItems = [.. loop.FailingItems.Select(static item => new FailingItemView
        {
            Item = item.Item, Failures = item.Fault.Count, FailingSince = item.Fault.Since, LastError = Mask.Text(item.Fault.Text), LastErrorAt = item.Fault.LastAt,
        })],
    };
}

/// <summary>One item of a loop's work that fails and rests, longer each time, up to 30 s.</summary>
internal sealed record FailingItemView
{
    /// <summary>Such as the id of an endpoint.</summary>
    public required string Item { get; init; }

    public required int Failures { get; init; }

    public required DateTimeOffset FailingSince { get; init; }

    public required string LastError { get; init; }

    public required DateTimeOffset LastErrorAt { get; init; }
}

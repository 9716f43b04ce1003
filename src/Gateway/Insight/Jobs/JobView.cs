using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Bodies;

namespace Gateway.Insight.Jobs;

/// <summary>The state of a recurring job.</summary>
internal enum JobStatus
{
    /// <summary>Its last run was good.</summary>
    Ok = 0,

    /// <summary>Its last run failed; it is tried again by itself.</summary>
    Failing = 1,

    /// <summary>It has not run yet.</summary>
    Waiting = 2,
}

/// <summary>A recurring job with its last run, on whatever node. Up to ten seconds old while it works, up to five minutes while it finds nothing.</summary>
internal sealed record JobView
{
    /// <summary>Such as <c>collect-reports/kshot</c>.</summary>
    public required string Name { get; init; }

    public required JobStatus Status { get; init; }

    /// <summary>The pause between two runs, in seconds.</summary>
    public required double EverySeconds { get; init; }

    /// <summary>The node that ran it last: its machine and process.</summary>
    public required string? Node { get; init; }

    public required DateTimeOffset? LastRunAt { get; init; }

    /// <summary>How long the last run took.</summary>
    public required long? LastDurationMs { get; init; }

    /// <summary>Rows that the last run touched.</summary>
    public required long? LastRows { get; init; }

    /// <summary>When it is due again; after a failure that is later than usual.</summary>
    public required DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Runs that failed one after the other.</summary>
    public required int Failures { get; init; }

    /// <summary>What went wrong the last time that something did.</summary>
    public required string? LastError { get; init; }

    public required DateTimeOffset? LastErrorAt { get; init; }
}

/// <summary>All recurring jobs.</summary>
internal sealed record JobList(IReadOnlyList<JobView> Items)
{
    /// <summary>The background loops of the node that answers.</summary>
    public required IReadOnlyList<LoopView> Loops { get; init; }
}

[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobList))]
internal sealed partial class JobJson : JsonSerializerContext
{
    public static JobJson Readable { get; } = new(new JsonSerializerOptions(MessageJson.Strict.Options) { TypeInfoResolver = Default, Converters = { new LowerCaseEnum<JobStatus>() } });
}

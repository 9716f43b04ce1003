using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.Platform.Telemetry;

/// <summary>
/// What the gateway tells of itself, by the names under which it is exported. Spans continue the trace of the request
/// that a message came with; none of them, and no tag, carries contents or numbers. Costs next to nothing while nobody
/// listens.
/// </summary>
internal sealed class GatewayTelemetry : IDisposable
{
    public const string Name = "Gateway";

    /// <summary>Seconds: from an idle gateway's milliseconds to a campaign that waits for days.</summary>
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] };

    private static readonly string[] AttemptOutcomes = ["succeeded", "refused", "no_answer"];

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _queued;
    private readonly Counter<long> _collected;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _endToEnd;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _deliverySeconds;
    private readonly Counter<long> _handOvers;
    private readonly Counter<long> _jobRuns;
    private long _requestFaults;
    private long _jobFaults;

    public GatewayTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _accepted = _meter.CreateCounter<long>(
            "gateway.messages.accepted", "{message}", "Messages that were stored, by channel and vendor.");
        _queued = _meter.CreateCounter<long>(
            "gateway.messages.queued", "{message}", "Messages that entered a vendor's queue table.");
        _collected = _meter.CreateCounter<long>(
            "gateway.reports.collected",
            "{report}",
            "Reports of agents that were read, by vendor; a report may be read more than once.");
        _ended = _meter.CreateCounter<long>(
            "gateway.messages.ended",
            "{message}",
            "Messages that ended, by vendor and status; a late report counts once more.");
        _endToEnd = _meter.CreateHistogram(
            "gateway.messages.end_to_end",
            "s",
            "From the acceptance of a message to the moment at which its end was known here.",
            advice: Waits);
        _deliveries = _meter.CreateCounter<long>(
            "gateway.webhooks.attempts", "{attempt}", "Attempts to deliver events, by outcome.");
        _deliverySeconds = _meter.CreateHistogram<double>(
            "gateway.webhooks.duration", "s", "How long receivers took to answer.");
        _handOvers = _meter.CreateCounter<long>(
            "gateway.handovers", "{handover}", "Writes to a vendor's queue table, by vendor and outcome.");
        _jobRuns = _meter.CreateCounter<long>(
            "gateway.jobs.runs", "{run}", "Runs of recurring jobs on this node, by job and outcome.");
    }

    /// <summary>True while somebody records spans.</summary>
    public bool Traces => _source.HasListeners();

    /// <summary>True while somebody collects the number of accepted messages.</summary>
    public bool Counts => _accepted.Enabled;

    /// <summary>For values that are looked up when they are asked for.</summary>
    public Meter Meter => _meter;

    public void Accepted(string channel, string vendor, int messages) =>
        _accepted.Add(messages, new("channel", channel), new("vendor", vendor));

    public void Queued(string vendor, int messages) =>
        _queued.Add(messages, new KeyValuePair<string, object?>("vendor", vendor));

    public void Collected(string vendor, int reports) =>
        _collected.Add(reports, new KeyValuePair<string, object?>("vendor", vendor));

    /// <summary>Ends that no report brought.</summary>
    public void Ended(string vendor, string status, int messages) =>
        _ended.Add(messages, new("vendor", vendor), new("status", status));

    /// <summary>An end that a report brought.</summary>
    /// <param name="vendor">The vendor's name.</param>
    /// <param name="status">In lower case.</param>
    /// <param name="age">Since the message was accepted.</param>
    public void Ended(string vendor, string status, TimeSpan age)
    {
        _ended.Add(1, new("vendor", vendor), new("status", status));
        _endToEnd.Record(age.TotalSeconds, new("vendor", vendor), new("status", status));
    }

    public void Attempted(string outcome, TimeSpan duration)
    {
        _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _deliverySeconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>One write to a queue table.</summary>
    /// <param name="vendor">The vendor's name.</param>
    /// <param name="outcome">How it ended, in one word.</param>
    /// <param name="times">0: so that it is told before it happens first.</param>
    public void HandedOver(string vendor, string outcome, int times = 1) =>
        _handOvers.Add(times, new("vendor", vendor), new("outcome", outcome));

    /// <summary>One run of a job. Prometheus has a label <c>job</c> of its own.</summary>
    public void Ran(string job, bool succeeded, int times = 1) =>
        _jobRuns.Add(times, new("job_name", job), new("outcome", succeeded ? "succeeded" : "failed"));

    /// <summary>Requests that were refused because the state database could not be used.</summary>
    public long RequestFaults => Interlocked.Read(ref _requestFaults);

    /// <summary>Runs of jobs that failed because of it.</summary>
    public long JobFaults => Interlocked.Read(ref _jobFaults);

    public void RequestFailedByState() => Interlocked.Increment(ref _requestFaults);

    public void JobFailedByState() => Interlocked.Increment(ref _jobFaults);

    /// <summary>
    /// Tells of every outcome that an attempt can have, with a zero: a rate that begins with the first failure misses
    /// it. Those of vendors and jobs are told by who knows them.
    /// </summary>
    public void BeginAttempts()
    {
        foreach (var outcome in AttemptOutcomes)
        {
            _deliveries.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    /// <summary>A step of a message's life, after the fact; nothing when its request was not traced.</summary>
    public void Step(
        string name,
        byte[]? trace,
        Guid messageId,
        string vendor,
        DateTimeOffset start,
        DateTimeOffset end,
        string? status = null)
    {
        if (TraceContext.Read(trace) is not { } parent)
        {
            return;
        }

        using var span = _source.StartActivity(name, ActivityKind.Internal, parent, startTime: start);
        span?.SetTag("message.id", messageId.ToString()).SetTag("vendor", vendor).SetTag("message.status", status).SetEndTime(end.UtcDateTime);
    }

    /// <summary>
    /// A request to a receiver. Part of the message's trace when it carries one event, linked to all of them when it
    /// carries several.
    /// </summary>
    public Activity? Deliver(IReadOnlyList<byte[]?> traces)
    {
        if (!Traces)
        {
            return null;
        }

        var contexts = traces.Select(TraceContext.Read).OfType<ActivityContext>().Distinct().ToList();
        return traces.Count == 1 && contexts.Count == 1
            ? _source.StartActivity("webhook", ActivityKind.Client, contexts[0])
            : contexts.Count == 0 ? null : _source.StartActivity("webhook", ActivityKind.Client, default(ActivityContext), links: contexts.Select(context => new ActivityLink(context)));
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}

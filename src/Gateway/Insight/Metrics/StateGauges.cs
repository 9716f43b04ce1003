using System.Diagnostics.Metrics;
using Gateway.Dispatch;
using Gateway.Insight.Vendors;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Jobs;
using Gateway.Platform.Telemetry;
using Gateway.Platform.Vendors;

namespace Gateway.Insight.Metrics;

/// <summary>
/// What nodes with jobs tell of the whole installation: vendors, lanes, webhooks and jobs. All of them tell the same,
/// so whoever reads several takes the largest. What is told was looked up before; nothing here waits.
/// </summary>
internal sealed class StateGauges
{
    private static readonly Lane[] Lanes = Enum.GetValues<Lane>();
    private static readonly VendorStatus[] States = Enum.GetValues<VendorStatus>();

    private readonly LookAtState _look;
    private readonly VendorTable _vendors;
    private readonly VendorHealth _health;
    private readonly JobTable _jobs;
    private readonly TimeProvider _time;

    public StateGauges(
        GatewayTelemetry telemetry,
        LookAtState look,
        VendorTable vendors,
        VendorHealth health,
        JobTable jobs,
        TimeProvider time)
    {
        (_look, _vendors, _health, _jobs, _time) = (look, vendors, health, jobs, time);
        OfVendors(telemetry.Meter);
        OfLanes(telemetry.Meter);
        OfWebhooks(telemetry.Meter);
        OfJobs(telemetry.Meter);
        telemetry.Meter.CreateObservableGauge(
            "gateway.state_database.up",
            () => look.Last is { } last ? [new Measurement<int>(last.Answered ? 1 : 0)] : None<int>(),
            description: "1 when the state database answered the last look for metrics, else 0.");
        Begin(telemetry);
    }

    /// <summary>With a zero, because a rate that begins with the first failure misses it.</summary>
    private void Begin(GatewayTelemetry telemetry)
    {
        telemetry.BeginAttempts();
        foreach (var vendor in _vendors.All)
        {
            foreach (var channel in vendor.Channels)
            {
                telemetry.Accepted(channel.Word(), vendor.Name, 0);
            }

            telemetry.Queued(vendor.Name, 0);
            telemetry.Collected(vendor.Name, 0);
            foreach (var outcome in HandOverTelemetry.Outcomes)
            {
                telemetry.HandedOver(vendor.Name, outcome, 0);
            }
        }

        foreach (var job in _jobs.All)
        {
            telemetry.Ran(job.Definition.Name, succeeded: true, 0);
            telemetry.Ran(job.Definition.Name, succeeded: false, 0);
        }
    }

    private void OfVendors(Meter meter)
    {
        meter.CreateObservableGauge(
            "gateway.vendor.state",
            () => _vendors.All.SelectMany(vendor => States.Select(state => new Measurement<int>(
                _health.StatusOf(vendor.Name) == state ? 1 : 0,
                new("vendor", vendor.Name),
                new("state", state.Word())))),
            description: "1 for the state in which a vendor is: up, degraded, down or paused.");
        meter.CreateObservableGauge(
            "gateway.vendor.weight",
            () => _vendors.All.Select(vendor => Of(
                vendor.Name, _health.WeightOf(vendor.Name) / (double)VendorHealth.FullWeight)),
            "1",
            "The part of its configured share of new messages that a vendor gets now.");
        meter.CreateObservableGauge(
            "gateway.vendor.queued",
            () => Answers(look => _vendors.All.Select(vendor => Of(vendor.Name, RecordOf(look, vendor)?.Queued ?? 0))),
            "{row}",
            "Rows in the agent's queue table that it has not taken.");
        meter.CreateObservableGauge(
            "gateway.vendor.oldest_queued",
            () => Answers(look => _vendors.All.Select(vendor =>
                Of(vendor.Name, SecondsSince(RecordOf(look, vendor)?.OldestQueuedAt)))),
            "s",
            "How long the first row of the agent's queue table has waited; 0 when there is none.");
        meter.CreateObservableGauge(
            "gateway.vendor.last_report_age",
            () => Answers(look => _vendors.All
                .Where(vendor => RecordOf(look, vendor)?.ReportedAt is not null)
                .Select(vendor => Of(vendor.Name, SecondsSince(RecordOf(look, vendor)?.ReportedAt)))),
            "s",
            "How long ago a result last came; absent before the first.");
    }

    private void OfLanes(Meter meter)
    {
        meter.CreateObservableGauge(
            "gateway.lane.waiting",
            () => Answers(look => EveryLane(look, static open => open.Waiting)),
            "{message}",
            "Messages that wait in the gateway, for a place in the queue or for their time.");
        meter.CreateObservableGauge(
            "gateway.lane.in_flight",
            () => Answers(look => EveryLane(look, static open => open.InFlight)),
            "{message}",
            "Messages in the queue table or in the agent's hands.");
        meter.CreateObservableGauge(
            "gateway.lane.oldest_waiting",
            () => Answers(look => look.Oldest.Select(lane =>
                OfLane(lane.Vendor, lane.Lane, SecondsSince(lane.DueAt)))),
            "s",
            "How long the oldest due message of a lane has waited for its vendor's queue; 0 when none waits.");
    }

    private void OfWebhooks(Meter meter)
    {
        meter.CreateObservableGauge(
            "gateway.webhooks.pending",
            () => Answers(static look => Three(
                ("due", look.Deliveries.Due),
                ("later", look.Deliveries.Later),
                ("disabled", look.Deliveries.Disabled))),
            "{delivery}",
            "Deliveries that wait: due now, for their next attempt, or for their endpoint to be enabled.");
        meter.CreateObservableGauge(
            "gateway.webhooks.oldest_due",
            () => Answers<double>(look => [new Measurement<double>(SecondsSince(look.OldestDelivery))]),
            "s",
            "How long the oldest due delivery has been due; 0 when none is.");
        meter.CreateObservableGauge(
            "gateway.webhooks.endpoints",
            () => Answers(static look => Three(
                ("working", look.Endpoints.Working),
                ("failing", look.Endpoints.Failing),
                ("disabled", look.Endpoints.Disabled))),
            "{endpoint}",
            "Endpoints whose last attempt did not fail, whose attempts only fail, and that are disabled.");
    }

    private void OfJobs(Meter meter)
    {
        meter.CreateObservableGauge(
            "gateway.job.last_success_age",
            () => Answers(look => look.Jobs.Where(job => SucceededAt(job) is not null).Select(job =>
                new Measurement<double>(SecondsSince(SucceededAt(job)), OfJob(job)))),
            "s",
            "How long ago a run of a job last succeeded, on any node that wrote it down, or on this one.");
        meter.CreateObservableGauge(
            "gateway.job.interval",
            () => Answers(static look => look.Jobs.Select(static job =>
                new Measurement<double>(job.Every.TotalSeconds, OfJob(job)))),
            "s",
            "The pause between two runs of a job.");
        meter.CreateObservableGauge(
            "gateway.job.failures",
            () => Answers(static look => look.Jobs.Select(static job =>
                new Measurement<int>(job.Failures, OfJob(job)))),
            "{run}",
            "Runs of a job that failed, one after the other; 0 when the last succeeded.");
    }

    /// <summary>Nothing while the state database does not answer: what was true before helps nobody.</summary>
    private IEnumerable<Measurement<T>> Answers<T>(Func<StateLook, IEnumerable<Measurement<T>>> values)
        where T : struct =>
        _look.Last is { Answered: true } look ? values(look) : None<T>();

    private static IEnumerable<Measurement<T>> None<T>()
        where T : struct => [];

    private static VendorRecord? RecordOf(StateLook look, Vendor vendor) => look.Vendors.GetValueOrDefault(vendor.Name);

    private IEnumerable<Measurement<long>> EveryLane(StateLook look, Func<OpenMessages, long> number) =>
        from vendor in _vendors.All
        from lane in Lanes
        let open = look.Lanes.Where(open => open.Lane == lane
            && vendor.Name.Equals(open.Vendor, StringComparison.OrdinalIgnoreCase))
        select OfLane(vendor.Name, lane, open.Sum(open => number(open.Open)));

    private static Measurement<T> OfLane<T>(string vendor, Lane lane, T value)
        where T : struct =>
        new(value, new("vendor", vendor), new("lane", lane.Word()));

    private static Measurement<T> Of<T>(string vendor, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("vendor", vendor));

    private static IEnumerable<Measurement<long>> Three(params (string State, long Number)[] states) => states.Select(
        static state => new Measurement<long>(state.Number, new KeyValuePair<string, object?>("state", state.State)));

    private static KeyValuePair<string, object?> OfJob(SeenJob job) => new("job_name", job.Name);

    /// <summary>A run that does nothing is written down every few minutes; this node knows of its own sooner.</summary>
    private DateTimeOffset? SucceededAt(SeenJob job) =>
        _jobs.Find(job.Name)?.SucceededAt is { } here && (job.SucceededAt is null || here > job.SucceededAt)
            ? here
            : job.SucceededAt;

    private double SecondsSince(DateTimeOffset? moment) =>
        moment is { } at ? Math.Max(0, (_time.GetUtcNow() - at).TotalSeconds) : 0;
}

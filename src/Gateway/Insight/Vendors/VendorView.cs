using System.Security.Claims;
using System.Text.Json.Serialization;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Insight.Vendors;

/// <summary>
/// A vendor. Why it is in trouble and what waits for it is shown only to `admin` keys of the built-in account; for
/// others these fields are null. Counters are samples, at most five seconds old.
/// </summary>
internal sealed record VendorView
{
    /// <summary>The name in the settings.</summary>
    public required string Name { get; init; }

    [JsonConverter(typeof(ProtocolJson))]
    public required VendorProtocol Protocol { get; init; }

    /// <summary>What it carries.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }

    public required VendorStatus Status { get; init; }

    /// <summary>Why it is degraded or down; null otherwise.</summary>
    public required string? Reason { get; init; }

    /// <summary>What is doubtful about it, such as settings that differ between nodes; empty when nothing is.</summary>
    public required IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Since when it is up, degraded or down; null when nobody has looked yet. A pause does not change it.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>The part of its configured share of new messages that it gets now, in percent.</summary>
    public required int? Weight { get; init; }

    /// <summary>The agent's last sign of life; null where agents give none.</summary>
    public required HeartbeatView? Heartbeat { get; init; }

    /// <summary>Rows in the agent's queue table that it has not taken.</summary>
    public required int? Queued { get; init; }

    /// <summary>How long the first of them has waited; null when there is none.</summary>
    public required int? OldestQueuedSeconds { get; init; }

    /// <summary>Messages that wait in the gateway for a place in the queue or for their time.</summary>
    public required long? Waiting { get; init; }

    /// <summary>Messages in the queue table or in the agent's hands that have not ended.</summary>
    public required long? InFlight { get; init; }

    /// <summary>When a result last came.</summary>
    public required DateTimeOffset? LastReportAt { get; init; }

    /// <summary>What this key may see of it.</summary>
    public VendorView For(ClaimsPrincipal user) => user.Key().IsOperator
        ? this
        : this with
        {
            Reason = null,
            Warnings = null,
            Since = null,
            Weight = null,
            Heartbeat = null,
            Queued = null,
            OldestQueuedSeconds = null,
            Waiting = null,
            InFlight = null,
            LastReportAt = null,
        };

    public static VendorView Of(
        Vendor vendor,
        VendorRecord? record,
        OpenMessages open,
        IReadOnlyList<string> warnings,
        DateTimeOffset now) => new()
        {
            Name = vendor.Name,
            Protocol = vendor.Protocol,
            Channels = [.. vendor.Channels.Order()],
            Status = record is { Paused: true } ? VendorStatus.Paused : record?.Condition.Status ?? VendorStatus.Up,
            Reason = record?.Condition.Reason is { } reason ? Mask.Text(reason) : null,
            Warnings = warnings,
            Since = record is { Version: > 0 } ? record.Condition.Since : null,
            Weight = record is { Paused: true } ? 0 : record?.Condition.Weight ?? VendorHealth.FullWeight,
            Heartbeat = record?.Beats.OrderByDescending(beat => beat.OnDuty).ThenByDescending(beat => beat.SeenAt).Select(beat => new HeartbeatView(beat.Agent, beat.OnDuty, beat.SeenAt)).FirstOrDefault(),
            Queued = record?.Queued ?? 0,
            OldestQueuedSeconds = (int?)(now - record?.OldestQueuedAt)?.TotalSeconds,
            Waiting = open.Waiting,
            InFlight = open.InFlight,
            LastReportAt = record?.ReportedAt,
        };
}

/// <summary>A doubled agent's sign of life.</summary>
/// <param name="Agent">Its name in the watchdog table.</param>
/// <param name="OnDuty">True: it sends; false: it stands by.</param>
/// <param name="At">When the gateway last saw it change.</param>
internal sealed record HeartbeatView(string Agent, bool OnDuty, DateTimeOffset At);

/// <summary>All configured vendors by name.</summary>
internal sealed record VendorList(IReadOnlyList<VendorView> Items)
{
    /// <summary>Always null: there are never more than fit on one page.</summary>
    public string? NextCursor { get; }
}

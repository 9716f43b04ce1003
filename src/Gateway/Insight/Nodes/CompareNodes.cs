using System.Globalization;
using Gateway.Platform;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Insight.Nodes;

/// <summary>
/// Tells where this node differs from the state database's clock, and from the other nodes' settings. A step that was
/// given up and ends after all has only said once more that this node lives.
/// </summary>
internal sealed partial class CompareNodes(
    NpgsqlDataSource source, VendorTable vendors, TimeProvider time, ILogger<CompareNodes> logger) : ILoop
{
    /// <summary>Clocks that are kept by NTP differ by milliseconds.</summary>
    public static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(8);

    /// <summary>A node that was killed is compared for so long.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromSeconds(20);

    private const int LeaveSeconds = 2;

    private readonly Guid _id = Guid.NewGuid();
    private readonly Dictionary<string, Dictionary<string, string>> _facts = VendorFacts.Of(vendors.All);
    private readonly FaultLog _told = new(time);
    private TimeSpan? _skew;
    private volatile IReadOnlyList<NodeWarning> _warnings = [];
    private long _spreadTicks;

    public string Name => "compare-nodes";

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<NodeWarning> Warnings => _warnings;

    /// <summary>
    /// How far the clocks of any two nodes are apart. What one wrote down looks so much older or younger to another.
    /// </summary>
    public TimeSpan ClockSpread => TimeSpan.FromTicks(Interlocked.Read(ref _spreadTicks));

    /// <summary>What is wrong with the settings of one vendor.</summary>
    public IReadOnlyList<string> WarningsOf(Vendor vendor) =>
        [.. _warnings.Where(warning => warning.Vendor == vendor.Name).Select(static warning => warning.Text)];

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var others = await AskAsync(cancellationToken);
        TimeSpan[] skews = [.. others.Select(other => other.Skew).Append(_skew).OfType<TimeSpan>()];
        Interlocked.Exchange(ref _spreadTicks, skews.Length == 0 ? 0 : (skews.Max() - skews.Min()).Ticks);
        _warnings = [.. OfClock(), .. OfSettings(others)];
        Tell(NodeWarning.Clock);
        Tell(NodeWarning.Settings);
        return Rest.For(Every);
    }

    /// <summary>Others need not wait until it is forgotten.</summary>
    public async Task EndAsync()
    {
        try
        {
            await using var command = source.Command("Insight.Nodes.Sql.leave-nodes");
            command.CommandTimeout = LeaveSeconds;
            command.Parameters.Add(new NpgsqlParameter<Guid>("id", _id));
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception fault) when (RunLoop.IsOutage(fault) || fault is PostgresException)
        {
            // Then it is forgotten.
        }
    }

    private async Task<List<OtherNode>> AskAsync(CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Nodes.Sql.compare-nodes");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", _id));
        command.Parameters.Add(new NpgsqlParameter<string>("name", NodeName.Current));
        command.Parameters.Add(new NpgsqlParameter<long?>("skew_ms", NpgsqlDbType.Bigint)
        {
            TypedValue = (long?)_skew?.TotalMilliseconds,
        });
        command.Parameters.Add(new NpgsqlParameter<string>("vendors", NpgsqlDbType.Jsonb)
        {
            TypedValue = VendorFacts.Write(_facts),
        });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan>("lives", Lives));
        var (asked, started) = (time.GetUtcNow(), time.GetTimestamp());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var others = new List<OtherNode>();
        for (var first = true; await reader.ReadAsync(cancellationToken); first = false)
        {
            if (first)
            {
                Compare(asked, time.GetElapsedTime(started), reader.Get<DateTimeOffset>("now"));
            }

            if (reader.Find<string>("name") is { } name)
            {
                others.Add(new OtherNode(
                    name,
                    reader.Find<long?>("skew_ms") is { } skew ? TimeSpan.FromMilliseconds(skew) : null,
                    VendorFacts.Read(reader.Get<string>("vendors"))));
            }
        }

        return others;
    }

    /// <summary>An answer that took long says little; the next one says more.</summary>
    private void Compare(DateTimeOffset asked, TimeSpan took, DateTimeOffset answered)
    {
        if (took < MostSkew / 2 || _skew is null)
        {
            _skew = asked + (took / 2) - answered;
        }
    }

    private IEnumerable<NodeWarning> OfClock()
    {
        if (_skew is { } skew && skew.Duration() > MostSkew)
        {
            yield return new NodeWarning(
                NodeWarning.Clock,
                null,
                $"The clock of this node ({NodeName.Current}) is {Seconds(skew.Duration())} s "
                + $"{(skew > TimeSpan.Zero ? "ahead of" : "behind")} the state database's. Times of messages are wrong "
                + "by as much, reservations and quiet hours too: set the one that is wrong, and let NTP keep both.");
        }
    }

    private IEnumerable<NodeWarning> OfSettings(List<OtherNode> others) =>
        from other in others
        from vendor in _facts
        where other.Vendors.ContainsKey(vendor.Key)
        from fact in vendor.Value
        let there = other.Vendors[vendor.Key].GetValueOrDefault(fact.Key)
        where there is not null && !there.Equals(fact.Value, StringComparison.OrdinalIgnoreCase)
        select new NodeWarning(
            NodeWarning.Settings,
            vendor.Key,
            $"Vendors:{vendor.Key}:{fact.Key} leads to '{fact.Value}' on this node ({NodeName.Current}) and to "
            + $"'{there}' on {other.Name}. Each hands over to the tables that it knows, and results of the others' are "
            + "not found: give all nodes the same settings, and start them anew.");

    private void Tell(string kind)
    {
        var warnings = _warnings.Where(warning => warning.Kind == kind).ToList();
        if (warnings.Count == 0)
        {
            if (_told.Forget(kind, out _))
            {
                Log.Gone(logger, kind);
            }

            return;
        }

        if (_told.Count(kind, kind) is not null)
        {
            foreach (var warning in warnings)
            {
                if (kind == NodeWarning.Clock)
                {
                    Log.Clock(logger, warning.Text);
                }
                else
                {
                    Log.Settings(logger, warning.Text);
                }
            }
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);

    private sealed record OtherNode(
        string Name, TimeSpan? Skew, Dictionary<string, Dictionary<string, string>> Vendors);

    private static partial class Log
    {
        [LoggerMessage(6041, LogLevel.Warning, "{Warning}")]
        public static partial void Clock(ILogger logger, string warning);

        [LoggerMessage(6042, LogLevel.Warning, "{Warning}")]
        public static partial void Settings(ILogger logger, string warning);

        [LoggerMessage(6043, LogLevel.Information, "Nothing is wrong any more with: {Kind}.")]
        public static partial void Gone(ILogger logger, string kind);
    }
}

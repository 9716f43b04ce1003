using Gateway.Insight.Nodes;
using Gateway.Insight.Vendors;
using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Npgsql;

namespace Gateway.Insight.Live;

/// <summary>
/// Looks once a second on behalf of all streams of this node, and not at all while there are none. It only reads; two
/// of it at once show the same.
/// </summary>
internal sealed class WatchLive(
    NpgsqlDataSource source, LiveBoard board, VendorTable vendors, CompareNodes nodes, TimeProvider time) : ILoop
{
    /// <summary>Seconds of the past that are shown to who begins to look on: a plot of five minutes.</summary>
    public const int Seconds = 300;

    /// <summary>Messages, and events, that a look back reads: a fraction of a second.</summary>
    private const int Most = 100_000;

    /// <summary>What was accepted in a second is committed within another one, nearly always.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What was committed later than that is found when its second is counted once more, so much later.
    /// </summary>
    private static readonly TimeSpan CountsAgain = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>However long it takes to count the lanes, it is done for a twentieth of the time.</summary>
    private const int StretchesPerCount = 20;

    private static readonly TimeSpan LongestStretch = TimeSpan.FromSeconds(30);

    private IReadOnlyList<CountedLane> _lanes = [];
    private DateTimeOffset _countLanesAt;

    public string Name => "watch-live";

    public TimeSpan LongestPause => TimeSpan.FromSeconds(5);

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var opened = board.Opened.Next;
        if (!board.IsWatched)
        {
            board.Forget();
            return Rest.Till(opened);
        }

        var now = time.GetUtcNow();
        var last = board.Last;
        var at = Whole(now - Settles) - Second;
        if (last is null || last.At < at)
        {
            await LookAsync(last, at, now, progress, cancellationToken);
        }

        var rest = Whole(now) + Second - time.GetUtcNow();
        return Rest.For(rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1));
    }

    private static DateTimeOffset Whole(DateTimeOffset now) =>
        now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerSecond)).ToUniversalTime();

    private async Task LookAsync(
        LiveLook? last, DateTimeOffset at, DateTimeOffset now, LoopProgress progress,
        CancellationToken cancellationToken)
    {
        var begin = at - TimeSpan.FromSeconds(Seconds - 1);
        var from = last is null || last.At < begin ? begin : last.At + Second;
        var before = last?.Seconds.FirstOrDefault(second => second.At == at - CountsAgain);
        var again = before is null ? null : (await CountAsync(before.At, before.At, cancellationToken))[0];
        progress.Note();
        var fresh = await CountAsync(from, at, cancellationToken);
        progress.Note();
        await CountLanesAsync(now, cancellationToken);
        progress.Note();
        var kept = (last?.Seconds ?? []).Where(second => second.At >= begin && second.At < from)
            .Select(second => again is not null && second.At == again.At ? again : second);
        board.Show(new LiveLook(at, [.. kept, .. fresh], before, _lanes, await VendorsAsync(now, cancellationToken)));
    }

    /// <summary>The seconds of a stretch; under much load only its last ones.</summary>
    private async Task<IReadOnlyList<LiveCounts>> CountAsync(
        DateTimeOffset from, DateTimeOffset last, CancellationToken cancellationToken)
    {
        var seconds = Enumerable.Range(0, (int)((last - from) / Second) + 1)
            .Select(i => new LiveCounts(from + (i * Second)))
            .ToDictionary(static second => second.At);
        var (messages, events) = (0L, 0L);
        await using var command = source.Command("Insight.Live.Sql.live-seconds");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", from));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("to", last + Second));
        command.Parameters.Add(new NpgsqlParameter<int>("most", Most));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (kind, count) = (reader.Get<short>("kind"), reader.Get<long>("count"));
            seconds[reader.Get<DateTimeOffset>("second")].Add(reader.Get<Guid>("account_id"), kind, count);
            (messages, events) = kind == LiveCounts.Accepted ? (messages + count, events) : (messages, events + count);
        }

        // What was cut off begins in the middle of a second; nothing is shown of what lies before the last one.
        var isWhole = messages < Most && events < Most;
        return [.. seconds.Values.Where(second => isWhole || second.At == last).OrderBy(static second => second.At)];
    }

    private async Task CountLanesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now < _countLanesAt)
        {
            return;
        }

        var began = time.GetTimestamp();
        await using var command = source.Command("Insight.Live.Sql.live-lanes");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lanes = new List<CountedLane>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lanes.Add(new CountedLane(
                reader.Get<Guid>("account_id"),
                reader.Get<string>("vendor"),
                (Lane)reader.Get<short>("lane"),
                reader.Get<long>("waiting"),
                reader.Get<long>("in_flight")));
        }

        var stretch = time.GetElapsedTime(began) * StretchesPerCount;
        (_lanes, _countLanesAt) = (lanes, now + (stretch < LongestStretch ? stretch : LongestStretch));
    }

    private async Task<IReadOnlyList<VendorView>> VendorsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var records = await VendorRecord.ReadAsync(source, null, now, cancellationToken);
        var open = _lanes.GroupBy(static lane => lane.Vendor, StringComparer.OrdinalIgnoreCase).ToDictionary(
            static lanes => lanes.Key,
            static lanes => new OpenMessages(lanes.Sum(lane => lane.Waiting), lanes.Sum(lane => lane.InFlight)),
            StringComparer.OrdinalIgnoreCase);
        return
        [
            .. vendors.All.OrderBy(static vendor => vendor.Name, StringComparer.Ordinal).Select(vendor => VendorView.Of(
                vendor,
                records.GetValueOrDefault(vendor.Name),
                open.GetValueOrDefault(vendor.Name),
                nodes.WarningsOf(vendor),
                now)),
        ];
    }
}

using Gateway.Messages;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Webhooks.Feed;

/// <summary>
/// The one reader that looks for new events on behalf of all streams of this node, and none while there are no streams.
/// This node's own events wake it at once, those of others are found by looking. It only reads; two of it at once wake
/// streams once more.
/// </summary>
internal sealed class WatchFeed(
    NpgsqlDataSource source, ReadFeed feed, FeedSignals signals, MessageSignals messages, TimeProvider time) : ILoop
{
    /// <summary>New events at one look; with more of them all streams are woken.</summary>
    private const int Most = 5000;

    /// <summary>An event of another node waits no longer.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Under load streams are woken so often, and find what is new since.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How far behind the present the last id of a stream without events may lie.</summary>
    private static readonly TimeSpan CatchUpEvery = TimeSpan.FromMinutes(1);

    /// <summary>What the last look saw; null: nobody listened, or it failed.</summary>
    private Moment? _seen;

    private long _lookedAt;
    private long _caughtUpAt;

    public string Name => "watch-events";

    public TimeSpan LongestPause => TimeSpan.FromSeconds(5);

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        var (opened, beat) = (signals.Opened.Next, messages.Events.Next);
        if (!signals.Listens)
        {
            _seen = null;
            return Rest.Till(opened);
        }

        var early = Pause - time.GetElapsedTime(_lookedAt);
        if (_seen is not null && early > TimeSpan.Zero)
        {
            return Rest.For(early);
        }

        try
        {
            await LookAsync(progress, cancellationToken);
        }
        catch
        {
            // Another server may answer the next time, with other numbers.
            _seen = null;
            throw;
        }

        _lookedAt = time.GetTimestamp();
        return Rest.Till(beat, Poll);
    }

    public void GiveUp() => _seen = null;

    private async Task LookAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        CaughtUp? caughtUp = null;
        if (_seen is not null && time.GetElapsedTime(_caughtUpAt) >= CatchUpEvery)
        {
            var round = signals.BeginRound();
            caughtUp = new CaughtUp(round, await feed.NowAsync(cancellationToken));
            _caughtUpAt = time.GetTimestamp();
            progress.Note();
        }

        var (moment, accounts, found) = await NewAsync(_seen ?? Moment.Beginning, cancellationToken);
        if (_seen is null || found >= Most)
        {
            signals.Beat();
        }
        else
        {
            signals.Beat(accounts);
        }

        _seen = moment;
        signals.CaughtUp = caughtUp ?? signals.CaughtUp;
    }

    private async Task<(Moment Moment, Guid[] Accounts, long Found)> NewAsync(
        Moment seen, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.feed-look");
        command.Parameters.Add(new NpgsqlParameter<ulong>("next", NpgsqlDbType.Xid8) { TypedValue = seen.Next });
        command.Parameters.Add(new NpgsqlParameter<ulong[]>("running", NpgsqlDbType.Array | NpgsqlDbType.Xid8)
        {
            TypedValue = [.. seen.Running],
        });

        // The first look has nothing to compare with, and wakes all.
        command.Parameters.Add(new NpgsqlParameter<int>("most", _seen is null ? 0 : Most));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (
            new Moment(reader.Get<ulong>("next"), reader.Get<ulong[]>("running")),
            reader.Get<Guid[]>("accounts"),
            reader.Get<long>("found"));
    }
}

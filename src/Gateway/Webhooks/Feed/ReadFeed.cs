using Gateway.Platform.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Webhooks.Feed;

/// <summary>A page of the feed.</summary>
/// <param name="Events">Their ids and numbers, in order.</param>
/// <param name="Window">What the page is a part of.</param>
/// <param name="Next">Where to go on.</param>
internal sealed record FeedPage(IReadOnlyList<(Guid Id, long Seq)> Events, FeedCursor Window, FeedCursor Next)
{
    public IReadOnlyList<Guid> EventIds => [.. Events.Select(static one => one.Id)];

    /// <summary>Where to go on behind one of its events.</summary>
    public FeedCursor Behind(int index) => index == Events.Count - 1
        ? Next
        : Window with { Window = Window.Window! with { After = Events[index].Seq } }; // A page is of a window.
}

/// <summary>
/// Reads the events of an account in order and without gaps, whatever order transactions commit in.
/// </summary>
/// <remarks>
/// <para>
/// The number of an event is given before its transaction commits, so a higher number can become visible first, and a cursor that is a number would step over the
/// lower one. Transaction numbers are no better: a transaction may have its own before it waits for another one's row lock, so they can turn a message's events
/// around; and waiting until no older transaction runs would let one forgotten transaction of another database hold the feed up.
/// </para>
/// <para>
/// So the cursor is the snapshot of the moment up to which everything was returned. The next window is what is visible now and was not then: nothing can be
/// missed or come twice. Within a window events go by number, which is right for each message: the second change of a message locks its row, hence takes its
/// number after the first change committed; and whoever sees the second sees the first, so the first is never in a later window.
/// </para>
/// <para>
/// Pages walk an index by number. A window begins at the lowest number that it can hold: of transactions that were running at the earlier moment the lowest that
/// they really took (an index on tx finds it), of all later ones the number that was the last before that moment. That number is read before the snapshot is
/// taken, in a statement of its own, and a trigger gives a transaction its number before it takes the first seq: hence "later" holds for both.
/// A single sequencer that numbers committed events would do as well, at the price of a second write for every event.
/// </para>
/// <para>
/// A server that has crashed, or the one that takes its place, gives numbers of transactions away again that never
/// reached its log. So the reader's own transaction writes into the log: when a moment is known outside, everything
/// below it is durable, as far as commits are. A cursor that is ahead all the same is of a database that has lost more.
/// </para>
/// </remarks>
internal sealed class ReadFeed(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>What may be skipped in a page without a filter: events that an earlier window had.</summary>
    private const int Slack = 200;

    /// <summary>What a page with a filter looks at: a few milliseconds.</summary>
    private const int FilteredScan = 5000;

    /// <summary>
    /// Null when the cursor is ahead of the database: that has lost what the cursor's reader had seen.
    /// </summary>
    public async Task<FeedPage?> ReadAsync(
        Guid accountId, long mask, FeedCursor cursor, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var at = cursor.Window is null ? time.GetUtcNow() : cursor.At;
        if ((cursor.Window ?? await OpenAsync(connection, accountId, cursor, cancellationToken)) is not { } window)
        {
            return null;
        }

        var all = mask == EventPattern.Mask("*");
        var scan = all ? limit + Slack : Math.Max(FilteredScan, limit + Slack);
        await using var command = connection.Command("Webhooks.Sql.feed-page");
        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
        command.Parameters.Add(new NpgsqlParameter<long>("mask", all ? -1 : mask)); // Every bit: a damaged event, whose type means nothing, is shown too.
        command.Parameters.Add(new NpgsqlParameter<long>("after", window.After));
        command.Parameters.Add(new NpgsqlParameter<long>("last", window.Last));
        command.Parameters.Add(Number("until_next", window.Until.Next));
        command.Parameters.Add(Numbers("until_running", window.Until.Running));
        command.Parameters.Add(Number("read_next", cursor.Read.Next));
        command.Parameters.Add(Numbers("read_running", cursor.Read.Running));
        command.Parameters.Add(new NpgsqlParameter<int>("scan", scan));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        var events = new List<(Guid, long)>();
        var (scanned, after) = (0L, window.After);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            scanned = reader.Get<long>("scanned");
            if (reader.Find<Guid?>("id") is { } id)
            {
                after = reader.Get<long>("seq");
                events.Add((id, after));
            }

            if (events.Count < limit && scanned > 0)
            {
                after = reader.Get<long>("last");
            }
        }

        var open = cursor with { Window = window, At = at };
        return new FeedPage(events, open, events.Count == limit || scanned == scan
            ? open with { Window = window with { After = after } }
            : new FeedCursor(window.Until, window.Floor, null, at));
    }

    /// <summary>The moment now, for those who want only what comes.</summary>
    public async Task<FeedCursor> NowAsync(CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var (moment, floor, _) = await MomentAsync(connection, cancellationToken);
        return new FeedCursor(moment, floor, null, at);
    }

    private static async Task<Window?> OpenAsync(
        NpgsqlConnection connection, Guid accountId, FeedCursor cursor, CancellationToken cancellationToken)
    {
        var (moment, floor, last) = await MomentAsync(connection, cancellationToken);
        if (cursor.Read.Next > moment.Next)
        {
            return null;
        }

        var after = cursor.Floor;
        if (cursor.Read.Running.Count > 0)
        {
            await using var command = connection.Command("Webhooks.Sql.feed-floor");
            command.Parameters.Add(Numbers("running", cursor.Read.Running));
            command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", accountId));
            after = await command.ExecuteScalarAsync(cancellationToken) is long lowest ? Math.Min(after, lowest - 1) : after;
        }

        return new Window(moment, after, last, floor);
    }

    /// <summary>
    /// The last number before the moment, the moment, and the last number after it. PostgreSQL's snapshot ends with the last transaction that has completed, and does
    /// not list those behind it that run already; so the reader takes a transaction number for itself, in between, and lists them.
    /// </summary>
    private static async Task<(Moment Moment, long Before, long After)> MomentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.BatchCommand("Webhooks.Sql.feed-last"));
        batch.BatchCommands.Add(Sql.BatchCommand("Webhooks.Sql.feed-own"));
        batch.BatchCommands.Add(Sql.BatchCommand("Webhooks.Sql.feed-moment"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var before = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var own = await reader.GetFieldValueAsync<ulong>(0, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var running = new List<ulong>(await reader.GetFieldValueAsync<ulong[]>(1, cancellationToken));
        var next = await reader.GetFieldValueAsync<ulong>(0, cancellationToken);
        for (var number = next; number < own; number++)
        {
            running.Add(number);
        }

        return (new Moment(Math.Max(next, own), running), before, reader.GetInt64(2));
    }

    private static NpgsqlParameter Number(string name, ulong number) => new NpgsqlParameter<ulong>(name, NpgsqlDbType.Xid8) { TypedValue = number };

    private static NpgsqlParameter Numbers(string name, IReadOnlyList<ulong> numbers) =>
        new NpgsqlParameter<ulong[]>(name, NpgsqlDbType.Array | NpgsqlDbType.Xid8) { TypedValue = [.. numbers] };
}

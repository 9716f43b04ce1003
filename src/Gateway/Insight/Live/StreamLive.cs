using System.Text.Json;
using Gateway.Accounts;
using Gateway.Accounts.Streams;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Storage;
using Gateway.Platform.Streams;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Insight.Live;

/// <summary><c>GET /v1/live</c>: what happens now, every second, to those who look on.</summary>
internal sealed class StreamLive(NpgsqlDataSource source, LiveBoard board, ServeStream serve, TimeProvider time)
{
    private static readonly TimeSpan Minutes = TimeSpan.FromHours(1);

    public Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var key = context.User.Key();
        return serve.ServeAsync(context, (events, stop) => WriteAsync(events, key, stop), cancellationToken);
    }

    /// <summary>Ends only by being stopped.</summary>
    private async Task<IResult?> WriteAsync(EventStream events, KnownKey key, CancellationToken stop)
    {
        board.Enter();
        try
        {
            await RunAsync(events, key, stop);
            return null;
        }
        finally
        {
            board.Leave();
        }
    }

    private async Task RunAsync(EventStream events, KnownKey key, CancellationToken stop)
    {
        var looked = board.Looked.Next;
        var account = LiveLook.AccountOf(key);
        var minutes = await MinutesAsync(account, stop);
        while (board.Last is null)
        {
            await looked.WaitAsync(stop);
            looked = board.Looked.Next;
        }

        events.Begin();
        var shown = board.Last;
        events.Event("history", JsonSerializer.SerializeToUtf8Bytes(
            new LiveHistory(minutes, [.. shown?.SecondsOf(account) ?? []]), LiveJson.Readable.LiveHistory));
        events.Comment("up to date");
        await events.FlushAsync(stop);
        while (true)
        {
            await events.WaitAsync(looked, beforeSign: null, stop);
            looked = board.Looked.Next;
            if (board.Last is { } look && !ReferenceEquals(look, shown))
            {
                events.Event("second", look.TickFor(key));
                await events.FlushAsync(stop);
                shown = look;
            }
        }
    }

    /// <summary>Nothing is shown while the database is away.</summary>
    private async Task<IReadOnlyList<LiveMinute>> MinutesAsync(Guid? account, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Insight.Live.Sql.live-minutes");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", time.GetUtcNow() - Minutes));
        command.Parameters.Add(new NpgsqlParameter<Guid?>("account_id", NpgsqlDbType.Uuid) { TypedValue = account });
        var counted = new SortedDictionary<DateTimeOffset, long[]>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var at = await reader.GetFieldValueAsync<DateTimeOffset>(0, cancellationToken);
            var counts = counted.TryGetValue(at, out var known)
                ? known
                : counted[at] = new long[(int)MessageStatus.Canceled + 2];

            // A status that means nothing stands behind the others: its messages were accepted all the same.
            var status = (MessageStatus)reader.GetInt16(1);
            counts[status.IsKnown() ? (int)status : ^1] += reader.GetInt64(2);
        }

        return [.. counted.Select(static minute => Minute(minute.Key, minute.Value))];
    }

    private static LiveMinute Minute(DateTimeOffset at, long[] counts) => new(
        at,
        counts.Sum(),
        counts[..(int)MessageStatus.Delivered].Sum(),
        counts[(int)MessageStatus.Delivered],
        counts[(int)MessageStatus.Failed],
        counts[(int)MessageStatus.Expired],
        counts[(int)MessageStatus.Canceled]);
}

using System.Diagnostics;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.HandOver;

/// <summary>Hands over for a vendor whose agent does nothing: what enters its queue table stays there.</summary>
/// <param name="product">The product.</param>
/// <param name="queue">Where the vendor's table is.</param>
/// <param name="keepsHistory">The state database has messages of the past, which stay.</param>
/// <param name="owners">Whose messages they are.</param>
internal sealed class HandOverWork(
    Product product, QueueDatabase queue, bool keepsHistory, IReadOnlyList<Guid>? owners = null)
{
    public const string Vendor = "queue";

    /// <summary>Messages, or rows of the bound, of one unmeasured run.</summary>
    public const int ForWarmth = 20_000;

    /// <summary>No bound that a measurement could meet.</summary>
    public const int MaxQueued = 10_000_000;

    private const int Normal = 1;

    private static readonly TimeSpan BetweenSingles = TimeSpan.FromMilliseconds(30);

    private readonly WaitingMessages _messages = new(product);
    private int _waiting;

    /// <summary>Hands over for so long, unmeasured: until the code is compiled as it will run.</summary>
    public async Task WarmAsync(TimeSpan duration)
    {
        for (var warm = TimeSpan.Zero; warm < duration;)
        {
            await PrepareAsync(ForWarmth);
            var started = Stopwatch.GetTimestamp();
            await HandOverAsync();
            warm += Stopwatch.GetElapsedTime(started);
            await CheckAsync(ForWarmth);
        }
    }

    /// <summary>Lets so many messages wait, for an empty queue.</summary>
    public async Task PrepareAsync(int messages)
    {
        _waiting = messages;
        await product.PauseAsync(Vendor, paused: true);
        if (keepsHistory)
        {
            await product.State.ExecuteAsync("TRUNCATE gateway.inflight, gateway.handovers, gateway.events, gateway.stat_deltas");
        }
        else
        {
            await product.EmptyAsync();
        }

        await queue.ExecuteAsync("TRUNCATE TABLE BIZ_MSG");
        await _messages.MakeAsync(Vendor, messages, Normal, TimeProvider.System.GetUtcNow(), owners);
        await product.State.ExecuteAsync("CHECKPOINT");
    }

    /// <summary>From the moment at which the first hand-over was written to the last one: a pause that ends is noticed a second later, which is not what is measured.</summary>
    public async Task<Done> HandOverAsync()
    {
        await product.PauseAsync(Vendor, paused: false);
        await _messages.QueuedAsync(Vendor, _waiting);
        await using var connection = await product.OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("HandOver.Sql.written"), connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return Read(reader);
    }

    /// <summary>Everything is there, once.</summary>
    public async Task CheckAsync(int messages)
    {
        await product.ExpectAsync(
            "Messages that are queued",
            messages,
            "SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Queued}");
        await product.ExpectAsync(
            "Events",
            messages,
            "SELECT count(DISTINCT message_id) FROM gateway.events WHERE type = {EventType.MessageQueued}");
        var rows = await queue.NumberAsync("SELECT COUNT(*) FROM BIZ_MSG WHERE STATUS = 0");
        if (rows != messages)
        {
            throw new BenchmarkException($"Rows in BIZ_MSG: {rows:N0} are there, {messages:N0} were expected. See {Output.Path("*.log")}.");
        }
    }

    /// <summary>Single messages, when nothing else is to do.</summary>
    public async Task<Lateness> MeasureIdleAsync(int messages)
    {
        await PrepareAsync(1);
        await HandOverAsync();
        var sent = new List<Guid>();
        for (var i = 0; i < messages; i++)
        {
            sent.Add(await _messages.SendAsync(Vendor, "normal"));
            await Task.Delay(BetweenSingles, TimeProvider.System);
        }

        await _messages.QueuedAsync(Vendor, messages + 1);
        return (await _messages.LatenessAsync(Vendor, sent, among: true))[-1];
    }

    private static Done Read(NpgsqlDataReader reader) => new(reader.GetInt64(0) - reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(2) - reader.GetFieldValue<DateTimeOffset>(1));
}

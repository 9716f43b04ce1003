using System.Diagnostics;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.HandOver;

/// <summary>The product with a vendor whose agent does nothing: what enters its queue table stays there.</summary>
internal sealed class HandOverSide : IAsyncDisposable
{
    /// <summary>Messages, or rows of the bound, of one unmeasured run.</summary>
    public const int ForWarmth = 20_000;

    /// <summary>No bound that a measurement could meet.</summary>
    private const int MaxQueued = 10_000_000;

    private const int Normal = 1;

    private static readonly TimeSpan BetweenSingles = TimeSpan.FromMilliseconds(30);

    private readonly Product _product;
    private readonly List<ServerProcess> _others = [];
    private readonly QueueDatabase _queue;
    private readonly WaitingMessages _messages;
    private readonly string _vendor;
    private readonly bool _keepsHistory;
    private int _waiting;

    private HandOverSide(Product product, QueueDatabase queue, string vendor, bool keepsHistory) =>
        (_product, _queue, _messages, _vendor, _keepsHistory) = (product, queue, new WaitingMessages(product), vendor, keepsHistory);

    public IReadOnlyList<ServerProcess> Servers => [_product.Server, .. _others];

    public static async Task<HandOverSide> StartAsync(string name, string program, HandOverOptions options, QueueDatabase queue)
    {
        var settings = queue.Bizppurio("queue", MaxQueued);
        var product = await Product.StartAsync($"{name}-{queue.Kind}", program, settings);
        var side = new HandOverSide(product, queue, "queue", options.Messages > 0);
        for (var node = 2; node <= options.Nodes; node++)
        {
            side._others.Add(await Product.StartAsync($"{name}-{queue.Kind}-{node}", program, product.State, settings));
        }

        await queue.WaitForAsync("BIZ_MSG");
        await History.MakeAsync(product.State, options.Messages);
        return side;
    }

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
        await _product.PauseAsync(_vendor, paused: true);
        if (_keepsHistory)
        {
            await _product.State.ExecuteAsync("TRUNCATE gateway.inflight, gateway.handovers, gateway.events, gateway.stat_deltas");
        }
        else
        {
            await _product.EmptyAsync();
        }

        await _queue.ExecuteAsync("TRUNCATE TABLE BIZ_MSG");
        await _messages.MakeAsync(_vendor, messages, Normal, TimeProvider.System.GetUtcNow());
        await _product.State.ExecuteAsync("CHECKPOINT");
    }

    /// <summary>From the moment at which the first hand-over was written to the last one: a pause that ends is noticed a second later, which is not what is measured.</summary>
    public async Task<Done> HandOverAsync()
    {
        await _product.PauseAsync(_vendor, paused: false);
        await _messages.QueuedAsync(_vendor, _waiting);
        await using var connection = await _product.OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("HandOver.Sql.written"), connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return Read(reader);
    }

    /// <summary>Everything is there, once.</summary>
    public async Task CheckAsync(int messages)
    {
        await _product.ExpectAsync(
            "Messages that are queued",
            messages,
            "SELECT count(*) FROM gateway.inflight WHERE state = {InflightState.Queued}");
        await _product.ExpectAsync(
            "Events",
            messages,
            "SELECT count(DISTINCT message_id) FROM gateway.events WHERE type = {EventType.MessageQueued}");
        var rows = await _queue.NumberAsync("SELECT COUNT(*) FROM BIZ_MSG WHERE STATUS = 0");
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
            sent.Add(await _messages.SendAsync(_vendor, "normal"));
            await Task.Delay(BetweenSingles, TimeProvider.System);
        }

        await _messages.QueuedAsync(_vendor, messages + 1);
        return (await _messages.LatenessAsync(_vendor, sent, among: true))[-1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        await _product.DisposeAsync();
    }

    private static Done Read(NpgsqlDataReader reader) => new(reader.GetInt64(0) - reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(2) - reader.GetFieldValue<DateTimeOffset>(1));
}

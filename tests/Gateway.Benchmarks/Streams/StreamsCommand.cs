using System.Diagnostics;
using Gateway.Benchmarks.Idle;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Streams;

/// <summary>Measures what open streams of events cost.</summary>
internal static class StreamsCommand
{
    private const int StreamsPerKey = 20;
    private const int KeysPerAccount = 5;
    private const int OpenAtOnce = 32;
    private const int Told = 6;

    public static Task<int> RunAsync(string[] args) =>
        Measurement.RunAsync(args, StreamsOptions.Help, () => MeasureAsync(StreamsOptions.Parse(args)));

    private static async Task MeasureAsync(StreamsOptions options)
    {
        // Opened before the gateway connects, as counting wants it: so the gateway is started by hand.
        await using var state = await TestDatabase.CreateAsync(Settings.Postgres, "streams");
        await using var counted = await StateStatements.OpenAsync(Settings.Postgres, state);
        await using var queue = await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
        await using var gateway = await Product.StartAsync("streams", options.Gateway, state, Vendor(queue));
        var keys = await StreamKeys.CreateAsync(gateway, (options.Streams + StreamsPerKey - 1) / StreamsPerKey, KeysPerAccount);
        var usage = await PostgresUsage.FindAsync(Settings.Postgres);

        await WaitAsync("comes to rest", options.Settle);
        var without = await WindowAsync(options.Window, gateway, usage, counted);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        var streams = await OpenAsync(client, gateway, keys.Keys, options.Streams);
        try
        {
            await WaitAsync("comes to rest", options.Settle);
            var with = await WindowAsync(options.Window, gateway, usage, counted);
            var lost = streams.Count(static stream => stream.First.IsCompleted);
            Print(options, without, with);
            Console.WriteLine($"streams that have ended: {lost}");
            await TellEventAsync(state, keys.Accounts, streams);
        }
        finally
        {
            streams.ForEach(static stream => stream.Dispose());
        }
    }

    private static async Task<List<OpenedStream>> OpenAsync(
        HttpMessageInvoker client, ServerProcess gateway, IReadOnlyList<string> keys, int count)
    {
        var streams = new List<OpenedStream>();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(OpenAtOnce))
        {
            streams.AddRange(await Task.WhenAll(
                chunk.Select(i => OpenedStream.OpenAsync(client, $"{gateway.Address}", keys[i / StreamsPerKey]))));
            Measurement.Tell($"{streams.Count} streams");
        }

        return streams;
    }

    private static async Task<StreamsReading> WindowAsync(
        TimeSpan window, ServerProcess gateway, PostgresUsage usage, StateStatements counted)
    {
        await counted.BeginAsync();
        var started = Stopwatch.GetTimestamp();
        var (gatewayCpu, postgresCpu) = (ProcessUsage.CpuSeconds(gateway.Id), usage.CpuSeconds());
        await WaitAsync("idle", window);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new StreamsReading(
            seconds,
            (ProcessUsage.CpuSeconds(gateway.Id) - gatewayCpu) / seconds * 100,
            (usage.CpuSeconds() - postgresCpu) / seconds * 100,
            ProcessUsage.Megabytes(gateway.Id),
            await counted.ReadAsync());
    }

    private static void Print(StreamsOptions options, StreamsReading without, StreamsReading with)
    {
        Console.WriteLine($"{options.Streams} streams of {options.Window.TotalSeconds:N0} s, idle; beside it the same gateway without");
        Console.WriteLine($"processor of the gateway     {with.GatewayCpu,8:N2} %   without {without.GatewayCpu,8:N2} % of a core");
        Console.WriteLine($"processor of PostgreSQL      {with.PostgresCpu,8:N2} %   without {without.PostgresCpu,8:N2} %");
        Console.WriteLine($"statements a second          {with.Rate,8:N2}     without {without.Rate,8:N2}");
        Console.WriteLine($"memory (RSS), MB             {with.Megabytes,8:N0}     without {without.Megabytes,8:N0}");
        Console.WriteLine($"a stream, KB                 {(with.Megabytes - without.Megabytes) * 1024 / options.Streams,8:N1}");
        foreach (var statement in with.Statements.Take(Told))
        {
            Console.WriteLine($"{statement.Calls / with.Seconds,10:N2} /s  {statement.Text}");
        }
    }

    /// <summary>One event of each account, as another node would make it.</summary>
    private static async Task TellEventAsync(TestDatabase state, IReadOnlyList<string> accounts, List<OpenedStream> streams)
    {
        var made = Stopwatch.GetTimestamp();
        await state.ExecuteAsync($$"""
            INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
            SELECT gateway.new_id(now()), account::uuid, 9, now(), '{"n": 1}' FROM unnest(string_to_array('{{string.Join(',', accounts)}}', ',')) AS account
            """);
        var all = await Task.WhenAll(streams.Select(static stream => stream.First)).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        var took = all.Select(first => Stopwatch.GetElapsedTime(made, first).TotalMilliseconds).Order().ToList();
        Console.WriteLine($"an event of another node at all {took.Count} streams: p50 {took[took.Count / 2]:N0} ms, last {took[^1]:N0} ms");
    }

    private static Dictionary<string, string> Vendor(QueueDatabase queue) => new()
    {
        ["Vendors__kshot__Protocol"] = "kshot",
        ["Vendors__kshot__Database"] = queue.Kind,
        ["Vendors__kshot__ConnectionString"] = queue.ConnectionString,
        ["Vendors__kshot__CreateTables"] = "true",
    };

    private static async Task WaitAsync(string what, TimeSpan time)
    {
        Measurement.Tell($"{what}: {time.TotalSeconds:N0} s");
        await Task.Delay(time, TimeProvider.System);
    }
}

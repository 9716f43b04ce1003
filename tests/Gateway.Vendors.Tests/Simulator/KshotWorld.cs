using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>A KShot install: its tables, its agent and a clock at 2026-11-20 14:00 in Korea.</summary>
internal sealed class KshotWorld : IAsyncDisposable
{
    private KshotWorld(TestDatabase database, KshotAgentOptions options)
    {
        Database = database;
        Agent = NewAgent(options);
    }

    public TestDatabase Database { get; }

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public KshotAgent Agent { get; }

    public static async Task<KshotWorld> CreateAsync(DatabaseKind kind, KshotAgentOptions options)
    {
        var world = new KshotWorld(await TestDatabase.CreateAsync(kind), options);
        await world.Agent.CreateTablesAsync();
        return world;
    }

    public KshotAgent NewAgent(KshotAgentOptions options) => new(Agents.Database(Database), options, Clock, new Random(1));

    /// <summary>Inserts as the manual's short samples do, with more columns when given.</summary>
    public Task InsertAsync(string receiveNo, string columns = "kind", string values = "0") =>
        Database.ExecuteAsync(
            $"INSERT INTO agent_msgqueue (callbackNo, receiveNo, message, registTime, etc2, {columns}) VALUES ('15770000', @p0, '단문내용', @p1, 'our-id', {values})",
            receiveNo,
            Clock.Korea.ToUnspecified());

    public Task<List<Dictionary<string, object?>>> QueueAsync() => Database.QueryAsync("SELECT * FROM agent_msgqueue ORDER BY Id");

    public Task<List<Dictionary<string, object?>>> ResultAsync(string where = "1 = 1") => Database.QueryAsync($"SELECT * FROM agent_msgresult WHERE {where} ORDER BY Id");

    public Task<List<Dictionary<string, object?>>> LogAsync(string period) => Database.QueryAsync($"SELECT * FROM agent_msglog_{period} ORDER BY Id");

    public Task<long> CountAsync(string where) => Database.NumberAsync($"SELECT COUNT(*) FROM agent_msgqueue WHERE {where}");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

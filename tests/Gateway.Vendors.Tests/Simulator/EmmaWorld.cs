using Gateway.Simulator.Agents.Emma;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>An EMMA install with ATA: their tables, the agent and a clock at 2026-11-20 14:00 in Korea.</summary>
internal sealed class EmmaWorld : IAsyncDisposable
{
    private EmmaWorld(TestDatabase database, EmmaAgentOptions options)
    {
        Database = database;
        Agent = new EmmaAgent(Agents.Database(Database), options, Clock, new Random(1));
    }

    public TestDatabase Database { get; }

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public EmmaAgent Agent { get; }

    public static async Task<EmmaWorld> CreateAsync(DatabaseKind kind, EmmaAgentOptions options)
    {
        var world = new EmmaWorld(await TestDatabase.CreateAsync(kind), options);
        await world.Agent.CreateTablesAsync();
        return world;
    }

    /// <summary>Inserts as public programs do, with more columns when given.</summary>
    public Task InsertAsync(string table, int number, string phone, string columns, string values) => Database.ExecuteAsync(
        $"INSERT INTO {table} (mt_pr, date_client_req, content, callback, msg_status, recipient_num, {columns}) VALUES (@p0, @p1, '내용', '0212341234', '1', @p2, {values})",
        number,
        Clock.Korea.ToUnspecified(),
        phone);

    public Task InsertSmsAsync(int number, string phone) => InsertAsync("em_smt_tran", number, phone, "service_type, broadcast_yn", "'0', 'N'");

    /// <summary>Number, status and code of every row.</summary>
    public async Task<string> RowsAsync(string table, string code = "mt_report_code_ib") => string.Join(
        ", ",
        (await Database.QueryAsync($"SELECT * FROM {table} ORDER BY mt_pr")).Select(row => $"{row["mt_pr"]} {row["msg_status"]} {row[code]}".Trim()));

    public async Task StepAsync(double seconds)
    {
        Clock.Advance(seconds);
        await Agent.StepAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

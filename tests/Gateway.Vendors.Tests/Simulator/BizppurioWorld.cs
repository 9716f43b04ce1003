using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>A Bizppurio install: BIZ_MSG, its module and a clock at 2026-11-20 14:00 in Korea.</summary>
internal sealed class BizppurioWorld : IAsyncDisposable
{
    private BizppurioWorld(TestDatabase database, BizppurioAgentOptions options)
    {
        Database = database;
        Agent = NewAgent(options);
    }

    public TestDatabase Database { get; }

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public BizppurioAgent Agent { get; }

    public static async Task<BizppurioWorld> CreateAsync(DatabaseKind kind, BizppurioAgentOptions options)
    {
        var world = new BizppurioWorld(await TestDatabase.CreateAsync(kind), options);
        await world.Agent.CreateTablesAsync();
        return world;
    }

    public BizppurioAgent NewAgent(BizppurioAgentOptions options) => new(Agents.Database(Database), options, Clock, new Random(1));

    /// <summary>Inserts as the manual's samples do, with more columns when given.</summary>
    public Task InsertAsync(string cmid, string phone, string body = "본 메시지는 테스트 메시지 입니다.", string columns = "MSG_TYPE", string values = "0") =>
        Database.ExecuteAsync(
            $"INSERT INTO BIZ_MSG (CMID, REQUEST_TIME, SEND_TIME, DEST_PHONE, SEND_PHONE, MSG_BODY, {columns}) VALUES (@p0, @p1, @p1, @p2, '0212341234', @p3, {values})",
            cmid,
            Clock.Korea.ToUnspecified(),
            phone,
            body);

    public Task<List<Dictionary<string, object?>>> MessagesAsync() => Database.QueryAsync("SELECT * FROM BIZ_MSG ORDER BY REQUEST_TIME, CMID");

    public async Task<Dictionary<string, object?>> MessageAsync(string cmid) => (await Database.QueryAsync("SELECT * FROM BIZ_MSG WHERE CMID = @p0", cmid)).Single();

    public async Task<string> StatusAsync(string cmid)
    {
        var row = await MessageAsync(cmid);
        return $"{row["STATUS"]}/{row["CALL_STATUS"]}";
    }

    public Task<List<Dictionary<string, object?>>> LogAsync(string month) => Database.QueryAsync($"SELECT * FROM BIZ_LOG_{month} ORDER BY REQUEST_TIME, CMID");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

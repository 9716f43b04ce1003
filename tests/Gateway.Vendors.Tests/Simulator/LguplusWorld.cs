using Gateway.Simulator.Agents.Lguplus;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>A U+ Agent: its tables and a clock at 2026-11-20 14:00 in Korea.</summary>
internal sealed class LguplusWorld : IAsyncDisposable
{
    private LguplusWorld(TestDatabase database, LguplusAgentOptions options)
    {
        Database = database;
        Agent = new LguplusAgent(Agents.Database(Database), options, Clock, new Random(1));
    }

    public TestDatabase Database { get; }

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public LguplusAgent Agent { get; }

    public static async Task<LguplusWorld> CreateAsync(DatabaseKind kind, LguplusAgentOptions options)
    {
        var world = new LguplusWorld(await TestDatabase.CreateAsync(kind), options);
        await world.Agent.CreateTablesAsync();
        return world;
    }

    /// <summary>Inserts the six columns of public programs.</summary>
    public Task InsertSmsAsync(int number, string phone, string text = "내용") => Database.ExecuteAsync(
        "INSERT INTO SC_TRAN (TR_NUM, TR_SENDDATE, TR_SENDSTAT, TR_MSGTYPE, TR_PHONE, TR_CALLBACK, TR_MSG) VALUES (@p0, @p1, '0', '0', @p2, '0212341234', @p3)",
        number,
        Clock.Korea.ToUnspecified(),
        phone,
        text);

    /// <summary>With the number of files that the row promises, and the one that it names.</summary>
    public Task InsertLongAsync(int number, string phone, int files = 0, string? path = null) => Database.ExecuteAsync(
        "INSERT INTO MMS_MSG (MSGKEY, SUBJECT, PHONE, CALLBACK, STATUS, REQDATE, MSG, TYPE, FILE_CNT, FILE_PATH1) VALUES (@p0, '제목', @p1, '0212341234', '0', @p2, '내용', '0', @p3, @p4)",
        number,
        phone,
        Clock.Korea.ToUnspecified(),
        files,
        path);

    /// <summary>Number, state and code of every row.</summary>
    public async Task<string> SmsAsync(string table = "SC_TRAN") => string.Join(
        ", ",
        (await Database.QueryAsync($"SELECT * FROM {table} ORDER BY TR_NUM")).Select(row => $"{row["TR_NUM"]} {row["TR_SENDSTAT"]} {row["TR_RSLTSTAT"]}".Trim()));

    public async Task<string> LongAsync(string table = "MMS_MSG") => string.Join(
        ", ",
        (await Database.QueryAsync($"SELECT * FROM {table} ORDER BY MSGKEY")).Select(row => $"{row["MSGKEY"]} {row["STATUS"]} {row["RSLT"]}".Trim()));

    public async Task StepAsync(double seconds)
    {
        Clock.Advance(seconds);
        await Agent.StepAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

using System.Globalization;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

/// <summary>An Xroshot install: the SDK tables, their agent and a clock at 2026-11-20 14:00 in Korea.</summary>
internal sealed class XroshotWorld : IAsyncDisposable
{
    private XroshotWorld(TestDatabase database, XroshotAgentOptions options)
    {
        Database = database;
        Agent = NewAgent(options);
    }

    public TestDatabase Database { get; }

    public KoreanClock Clock { get; } = new("2026-11-20T14:00:00");

    public XroshotAgent Agent { get; }

    private string Now => Clock.Korea.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    public static async Task<XroshotWorld> CreateAsync(DatabaseKind kind, XroshotAgentOptions options)
    {
        var world = new XroshotWorld(await TestDatabase.CreateAsync(kind), options);
        await world.Agent.CreateTablesAsync();
        return world;
    }

    public XroshotAgent NewAgent(XroshotAgentOptions options) => new(Agents.Database(Database), options, Clock, new Random(1));

    public Task SmsAsync(string destInfo, int count = 1, int schedule = 0, string? sendDate = null, string table = "SDK_SMS_SEND") =>
        Database.ExecuteAsync(
            $"""
            INSERT INTO {table} (USER_ID, SCHEDULE_TYPE, SUBJECT, SMS_MSG, CALLBACK_URL, NOW_DATE, SEND_DATE, CALLBACK, DEST_COUNT, DEST_INFO, RESERVED2)
            VALUES ('testid', @p0, '제목', '테스트메시지', '', @p1, @p2, '01011112222', @p3, @p4, 'our-id')
            """,
            schedule, Now, sendDate ?? Now, count, destInfo);

    public Task FaxAsync(string destInfo) =>
        Database.ExecuteAsync(
            """
            INSERT INTO SDK_FMS_SEND (USER_ID, MSG_SUBTYPE, SCHEDULE_TYPE, DEST_TYPE, SUBJECT, NOW_DATE, SEND_DATE, CALLBACK, DEST_COUNT, DEST_INFO, ATTACH_FILE)
            VALUES ('testid', 20, 0, 0, '제목', @p0, @p0, '0226770701', 1, @p1, 'S25_01.tif')
            """,
            Now, destInfo);

    public Task MmsAsync(string destInfo) =>
        Database.ExecuteAsync(
            """
            INSERT INTO SDK_MMS_SEND (USER_ID, SCHEDULE_TYPE, SUBJECT, NOW_DATE, SEND_DATE, CALLBACK, DEST_COUNT, DEST_INFO, MSG_TYPE, MMS_MSG, CONTENT_COUNT, CONTENT_DATA)
            VALUES ('testid', 0, 'MMS Test', @p0, @p0, '01011112222', 1, @p1, 0, 'MMS', 0, '')
            """,
            Now, destInfo);

    public Task VoiceAsync(string destInfo) =>
        Database.ExecuteAsync(
            """
            INSERT INTO SDK_VMS_SEND (USER_ID, MSG_SUBTYPE, VOICE_TYPE, SCHEDULE_TYPE, SUBJECT, NOW_DATE, SEND_DATE, CALLBACK, TTS_MSG, MENT_TYPE, DEST_COUNT, DEST_INFO)
            VALUES ('testid', 30, 0, 0, 'vms', @p0, @p0, '01022221111', '음성', 4, 1, @p1)
            """,
            Now, destInfo);

    public Task<List<Dictionary<string, object?>>> SendAsync(string kind = "SMS") => Database.QueryAsync($"SELECT * FROM SDK_{kind}_SEND ORDER BY MSG_ID");

    public Task<List<Dictionary<string, object?>>> ReportAsync(string kind = "SMS") => Database.QueryAsync($"SELECT * FROM SDK_{kind}_REPORT ORDER BY MSG_ID");

    public Task<List<Dictionary<string, object?>>> DetailAsync(string kind = "SMS") =>
        Database.QueryAsync($"SELECT * FROM SDK_{kind}_REPORT_DETAIL ORDER BY MSG_ID, SUBJOB_ID");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

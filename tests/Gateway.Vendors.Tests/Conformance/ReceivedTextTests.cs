using Gateway.Simulator.Agents.Xroshot;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;
using Gateway.Vendors.Xroshot;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Short messages that came in, read from tables that the agent, or the gateway where it may, has made.</summary>
public sealed class ReceivedTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(9));

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Reads_each_row_once_across_pages_when_many_have_one_time(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var texts = await TextsAsync(install);
        foreach (var job in Enumerable.Range(1, 5))
        {
            await InsertAsync(install.Database, job, "20261120120000", $"내용 {job}");
        }

        await InsertAsync(install.Database, 6, "20261120115959", "early");

        var pages = await PagesAsync(texts);

        Assert.Equal(["내용 1", "내용 2", "내용 3", "내용 4", "내용 5"], pages.SelectMany(page => page).Select(text => text.Text));
        Assert.Equal(5, pages.SelectMany(page => page).Select(text => text.Key).Distinct().Count());
        Assert.All(pages, page => Assert.InRange(page.Count, 1, 2));
        var first = pages[0][0];
        Assert.Equal(("01012341234", "0212345678", Noon), (first.From, first.To, first.ReceivedAt));
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Leaves_out_what_has_no_time_and_reads_what_says_nothing(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var texts = await TextsAsync(install);
        await InsertAsync(install.Database, 1, "", "no time");
        await InsertAsync(install.Database, 2, "yesterday", "no time either");
        await InsertAsync(install.Database, 3, "20261120120000", "");
        await InsertAsync(install.Database, 4, "202611201201", "twelve digits", from: "");

        var read = (await PagesAsync(texts)).SelectMany(page => page).ToList();

        Assert.Equal(["", "twelve digits"], read.Select(text => text.Text));
        Assert.Equal("01099998888", read[1].From);
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Reads_what_the_agent_wrote_into_its_own_table(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var agent = new XroshotAgent(Agents.Database(install.Database), new XroshotAgentOptions(), install.Clock, new Random(1));
        await agent.CreateTablesAsync();
        var texts = VendorQueues.CreateReceivedMessages(Settings(install) with { CreateTables = false }, TimeProvider.System)!;
        Assert.Empty((await texts.PrepareAsync(CancellationToken.None)).Problems);
        await agent.ReceiveTextAsync("01012341234", "0212345678", "예약 확인 부탁드립니다");
        await agent.ReceiveTextAsync("01056785678", "0212345678", "두 번째");

        var read = (await PagesAsync(texts)).SelectMany(page => page).ToList();

        Assert.Equal([("01012341234", "예약 확인 부탁드립니다"), ("01056785678", "두 번째")], read.Select(text => (text.From!, text.Text)));
        Assert.Equal("2", $"{(await install.Database.QueryAsync("SELECT SMS_TOTAL FROM SDK_RECV_STAT")).Single()["SMS_TOTAL"]}");
    }

    [Fact]
    public async Task Says_what_is_missing_when_the_table_may_not_be_made()
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, DatabaseKind.PostgreSql, prepared: false);

        var inspection = await VendorQueues.CreateReceivedMessages(Settings(install) with { CreateTables = false }, TimeProvider.System)!.PrepareAsync(CancellationToken.None);

        Assert.Contains("SDK_SMS_RECEIVE", Assert.Single(inspection.Problems));
    }

    [Fact]
    public void Are_none_when_the_protocol_or_the_install_has_none()
    {
        var settings = new VendorSettings { Protocol = Protocol.Xroshot.Class(), Database = DatabaseKind.PostgreSql, ConnectionString = "Host=nowhere" };

        Assert.Null(VendorQueues.CreateReceivedMessages(settings, TimeProvider.System));
        Assert.Null(VendorQueues.CreateReceivedMessages(settings with { Protocol = Protocol.Kshot.Class(), Setup = new XroshotSettings { ReceiveMessages = true } }, TimeProvider.System));
    }

    private static VendorSettings Settings(Install install) => install.Settings with { Setup = new XroshotSettings { ReceiveMessages = true } };

    private static async Task<IReceivedMessages> TextsAsync(Install install)
    {
        var texts = VendorQueues.CreateReceivedMessages(Settings(install), TimeProvider.System)!;
        Assert.Empty((await texts.PrepareAsync(CancellationToken.None)).Problems);
        return texts;
    }

    private static async Task<List<IReadOnlyList<ReceivedText>>> PagesAsync(IReceivedMessages texts)
    {
        var pages = new List<IReadOnlyList<ReceivedText>>();
        await foreach (var page in texts.ReadAsync(Noon, 2, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    private static Task InsertAsync(TestDatabase database, int job, string at, string text, string from = "01012341234") => database.ExecuteAsync(
        "INSERT INTO SDK_SMS_RECEIVE (JOB_ID, CALLBACK, ANI_NUMBER, DEST_NUMBER, SMS_MSG, RECV_DATE) "
        + $"VALUES ({job}, '01099998888', '{from}', '0212345678', '{text}', '{at}')");
}

using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Xroshot;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Faxes that came in, read from tables that the agent, or the gateway where it may, has made.</summary>
public sealed class ReceivedFaxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(9));

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Reads_each_row_once_across_pages_when_many_have_one_time(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var faxes = await FaxesAsync(install);
        foreach (var job in Enumerable.Range(1, 5))
        {
            await InsertAsync(install.Database, job, "20261120120000", $"{job}.tif");
        }

        await InsertAsync(install.Database, 6, "20261120115959", "early.tif");

        var pages = await PagesAsync(faxes);

        Assert.Equal(["1-1", "2-1", "3-1", "4-1", "5-1"], pages.SelectMany(page => page).Select(fax => fax.Key));
        Assert.All(pages, page => Assert.InRange(page.Count, 1, 2));
        var first = pages[0][0];
        Assert.Equal(("0212345678", "03030001234", "1.tif", 2, 30, Noon), (first.From, first.To, first.FileName, first.Pages, first.Seconds, first.ReceivedAt));
    }

    [Theory, MemberData(nameof(Matrix.Databases), MemberType = typeof(Matrix))]
    public async Task Leaves_out_what_is_not_there_yet(DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, kind, prepared: false);
        var faxes = await FaxesAsync(install);
        await InsertAsync(install.Database, 1, null, "1.tif");
        await InsertAsync(install.Database, 2, "20261120120000", null);
        await InsertAsync(install.Database, 3, "20261120120000", "");
        await InsertAsync(install.Database, 4, "20261120120000", "4.tif");

        Assert.Equal(["4-1"], (await PagesAsync(faxes)).SelectMany(page => page).Select(fax => fax.Key));
    }

    [Fact]
    public async Task Says_what_is_missing_when_the_table_may_not_be_made()
    {
        await using var install = await Install.CreateAsync(Protocol.Xroshot, DatabaseKind.PostgreSql, prepared: false);

        var inspection = await VendorQueues.CreateReceivedFaxes(Settings(install) with { CreateTables = false }, TimeProvider.System)!.PrepareAsync(CancellationToken.None);

        Assert.Contains("SDK_FMS_RECEIVE", Assert.Single(inspection.Problems));
    }

    [Fact]
    public void Are_none_when_the_protocol_or_the_install_has_none()
    {
        var settings = new VendorSettings { Protocol = Protocol.Xroshot.Class(), Database = DatabaseKind.PostgreSql, ConnectionString = "Host=nowhere" };

        Assert.Null(VendorQueues.CreateReceivedFaxes(settings, TimeProvider.System));
        Assert.Null(VendorQueues.CreateReceivedFaxes(settings with { Protocol = Protocol.Kshot.Class(), Setup = new XroshotSettings { ReceiveDirectory = "/in" } }, TimeProvider.System));
    }

    private static VendorSettings Settings(Install install) => install.Settings with { Setup = new XroshotSettings { ReceiveDirectory = "/in" } };

    private static async Task<IReceivedFaxes> FaxesAsync(Install install)
    {
        var faxes = VendorQueues.CreateReceivedFaxes(Settings(install), TimeProvider.System)!;
        Assert.Empty((await faxes.PrepareAsync(CancellationToken.None)).Problems);
        return faxes;
    }

    private static async Task<List<IReadOnlyList<ReceivedFax>>> PagesAsync(IReceivedFaxes faxes)
    {
        var pages = new List<IReadOnlyList<ReceivedFax>>();
        await foreach (var page in faxes.ReadAsync(Noon, 2, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }

    private static Task InsertAsync(TestDatabase database, int job, string? at, string? file) => database.ExecuteAsync(
        "INSERT INTO SDK_FMS_RECEIVE (JOB_ID, ANI_NUMBER, DEST_NUMBER, FILE_NAME, DURATION, FAX_PAGE, RECV_DATE) "
        + $"VALUES ({job}, '0212345678', '03030001234', {(file is null ? "NULL" : $"'{file}'")}, '30', 2, {(at is null ? "NULL" : $"'{at}'")})");
}

using System.Text.Json;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>Faxes that an Xroshot agent receives: one row and one event each, their files served from where they lie, the vendor's rows left alone.</summary>
public sealed class ReceivingFaxes
{
    private const string Job = "collect-faxes/xroshot";

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Makes_one_row_and_one_event_however_often_a_fax_is_seen(DatabaseKind kind)
    {
        var world = await World.CreateAsync(kind);
        await using var one = await world.StartAsync();
        await using var other = await world.StartAsync();
        var first = await world.ReceiveAsync("0212345678");
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await world.ReceiveAsync("0287654321", pages: 3);
        var before = await world.VendorRowsAsync();

        await Task.WhenAll(one.RunJobAsync(Job), other.RunJobAsync(Job));
        await one.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromHours(2));
        await other.RunJobAsync(Job);

        var items = (await one.Api.GetAsync("/v1/faxes/received")).Json["items"]!.AsArray();
        Assert.Equal([second.FileName, first.FileName], items.Select(item => (string)item!["fileName"]!));
        Assert.Equal(("0287654321", "03030001234", 3, "xroshot"), ((string)items[0]!["from"]!, (string)items[0]!["to"]!, (int)items[0]!["pages"]!, (string)items[0]!["vendor"]!));
        var id = (string)items[0]!["id"]!;
        Assert.Equal(items[0]!.ToJsonString(), (await one.Api.GetAsync($"/v1/faxes/received/{id}")).Json.ToJsonString());
        var events = await world.State.QueryAsync("SELECT data::text FROM gateway.events WHERE type = {EventType.FaxReceived} ORDER BY seq");
        Assert.Equal([first.FileName, second.FileName], events.Select(row => JsonDocument.Parse((string)row["data"]!).RootElement.GetProperty("fileName").GetString()));
        Assert.Equal(id, JsonDocument.Parse((string)events[1]["data"]!).RootElement.GetProperty("id").GetString());
        Assert.Equal(before, await world.VendorRowsAsync());
    }

    [Fact]
    public async Task Serves_the_file_as_the_agent_laid_it()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        var fax = await world.ReceiveAsync("0212345678", pages: 2);
        await gateway.RunJobAsync(Job);
        var item = Assert.Single((await gateway.Api.GetAsync("/v1/faxes/received")).Json["items"]!.AsArray())!;

        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = gateway.Api.Address };
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", GatewayProcess.AdminKey);
        using var answer = await client.GetAsync($"/v1/faxes/received/{item["id"]}/content");

        Assert.Equal("image/tiff", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await File.ReadAllBytesAsync(fax.Path), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(new FileInfo(fax.Path).Length, (long)item["size"]!);
    }

    [Fact]
    public async Task Waits_for_a_file_that_is_not_complete_then_tells_the_fax_without_it()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        var cut = await world.ReceiveAsync("0211111111");
        var whole = await File.ReadAllBytesAsync(cut.Path);
        await File.WriteAllBytesAsync(cut.Path, whole[..^20]);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        var lost = await world.ReceiveAsync("0222222222");
        File.Delete(lost.Path);
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        await world.ReceiveAsync("0233333333");

        await gateway.RunJobAsync(Job);
        Assert.Equal(["0233333333"], await SendersAsync(gateway));
        await File.WriteAllBytesAsync(cut.Path, whole);
        await gateway.RunJobAsync(Job);
        Assert.Equal(["0233333333", "0211111111"], await SendersAsync(gateway));
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await gateway.RunJobAsync(Job);

        var items = (await gateway.Api.GetAsync("/v1/faxes/received")).Json["items"]!.AsArray();
        Assert.Equal(["0233333333", "0222222222", "0211111111"], items.Select(item => (string)item!["from"]!));
        Assert.Null(items[1]!["size"]);
        var missing = await gateway.Api.GetAsync($"/v1/faxes/received/{items[1]!["id"]}/content");
        Assert.Equal((409, "fax_file_missing"), (missing.Status, (string)missing.Json["code"]!));
    }

    [Theory]
    [InlineData("../secret.tif")]
    [InlineData("/etc/hostname")]
    [InlineData("..\\secret.tif")]
    [InlineData("link.tif")]
    public async Task Never_leaves_the_directory_whatever_the_row_says(string name)
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        var fax = await world.ReceiveAsync("0212345678");
        var secret = Path.Combine(Path.GetDirectoryName(world.Directory)!, "secret.tif");
        File.Copy(fax.Path, secret, overwrite: true);
        File.CreateSymbolicLink(Path.Combine(world.Directory, "link.tif"), secret);
        await world.Vendor.ExecuteAsync($"UPDATE SDK_FMS_RECEIVE SET FILE_NAME = '{name}'");
        world.Clock.Advance(TimeSpan.FromMinutes(3));

        await gateway.RunJobAsync(Job);

        var item = Assert.Single((await gateway.Api.GetAsync("/v1/faxes/received")).Json["items"]!.AsArray())!;
        Assert.Null(item["size"]);
        Assert.Equal(409, (await gateway.Api.GetAsync($"/v1/faxes/received/{item["id"]}/content")).Status);
    }

    [Fact]
    public async Task Finds_a_row_that_got_its_time_long_after_it_came_in()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await world.ReceiveAsync("0211111111");
        await world.Vendor.ExecuteAsync("UPDATE SDK_FMS_RECEIVE SET RECV_DATE = NULL");
        await gateway.RunJobAsync(Job);
        world.Clock.Advance(TimeSpan.FromHours(3));
        await world.ReceiveAsync("0222222222");
        await gateway.RunJobAsync(Job);
        Assert.Equal(["0222222222"], await SendersAsync(gateway));

        await world.Vendor.ExecuteAsync("UPDATE SDK_FMS_RECEIVE SET RECV_DATE = STIME WHERE RECV_DATE IS NULL");
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await gateway.RunJobAsync(Job);

        Assert.Equal(["0222222222", "0211111111"], await SendersAsync(gateway));
    }

    [Fact]
    public async Task Answers_404_for_a_fax_that_nobody_has()
    {
        var world = await World.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();

        Assert.Equal(404, (await gateway.Api.GetAsync($"/v1/faxes/received/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(404, (await gateway.Api.GetAsync($"/v1/faxes/received/{Guid.CreateVersion7()}/content")).Status);
        Assert.Equal(400, (await gateway.Api.GetAsync("/v1/faxes/received?limit=0")).Status);
    }

    private static async Task<IEnumerable<string>> SendersAsync(ClockedGateway gateway) =>
        (await gateway.Api.GetAsync("/v1/faxes/received")).Json["items"]!.AsArray().Select(item => (string)item!["from"]!);

    /// <summary>An Xroshot install with a directory of received faxes, and a clock for agent and gateways.</summary>
    private sealed record World(Rows State, Rows Vendor, string Directory, FakeTimeProvider Clock, XroshotAgent Agent)
    {
        public static async Task<World> CreateAsync(DatabaseKind kind)
        {
            var world = await PrivateGateway.CreateAsync(kind);
            var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
            var agent = new XroshotAgent(AgentRunner.Database(world.Vendor), new XroshotAgentOptions(), clock, new Random(1));
            await agent.CreateTablesAsync();
            var directory = System.IO.Directory.CreateDirectory(Path.Combine(System.IO.Directory.CreateTempSubdirectory("gateway-faxes-").FullName, "in")).FullName;
            return new World(world.State, world.Vendor, directory, clock, agent);
        }

        public Task<ClockedGateway> StartAsync() => ClockedGateway.StartAsync(
            new Dictionary<string, string>
            {
                ["ConnectionStrings:Gateway"] = State.ConnectionString,
                ["Gateway:Files:Root"] = Directory + "-files",
                ["Vendors:xroshot:Protocol"] = "xroshot",
                ["Vendors:xroshot:Database"] = Vendor.IsMySql ? "mysql" : "postgresql",
                ["Vendors:xroshot:ConnectionString"] = Vendor.ConnectionString,
                ["Vendors:xroshot:Xroshot:ReceiveDirectory"] = Directory,
            },
            Clock);

        public Task<XroshotReceivedFax> ReceiveAsync(string from, int pages = 1) => Agent.ReceiveFaxAsync(from, "03030001234", pages, Directory);

        /// <summary>Every column of every row, to be compared.</summary>
        public async Task<string> VendorRowsAsync() => JsonSerializer.Serialize(await Vendor.QueryAsync("SELECT * FROM SDK_FMS_RECEIVE ORDER BY JOB_ID"));
    }
}

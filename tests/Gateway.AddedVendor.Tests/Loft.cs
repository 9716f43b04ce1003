using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.AddedVendor.Tests;

/// <summary>A gateway with a vendor of the added protocol on databases of its own; the test plays the agent.</summary>
internal sealed class Loft : IAsyncDisposable
{
    /// <summary>Not the default, so that the setting is seen to work.</summary>
    private const string Table = "PIGEON_NORTH";

    private readonly Rows _vendor;
    private readonly ClockedGateway _gateway;

    private Loft(Rows vendor, ClockedGateway gateway)
    {
        _vendor = vendor;
        _gateway = gateway;
    }

    public Api Api => _gateway.Api;

    public FakeTimeProvider Clock => _gateway.Clock;

    public static async Task<Loft> StartAsync(DatabaseKind kind)
    {
        var vendor = kind == DatabaseKind.MySql
            ? Rows.MySql(await TestServers.CreateMySqlAsync("avm"))
            : Rows.Postgres(await TestServers.CreatePostgresAsync("avp"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = await TestServers.CreatePostgresAsync("av"),
            ["Vendors:north:Protocol"] = "pigeon",
            ["Vendors:north:Database"] = vendor.IsMySql ? "mysql" : "postgresql",
            ["Vendors:north:ConnectionString"] = vendor.ConnectionString,
            ["Vendors:north:CreateTables"] = "true",
            ["Vendors:north:Pigeon:Table"] = Table,
        };

        // 10:00 in Korea.
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 1, 0, 0, TimeSpan.Zero));
        return new Loft(vendor, await ClockedGateway.StartAsync(settings, clock));
    }

    /// <summary>Sends, and waits until the row is there.</summary>
    public async Task<string> QueuedAsync(string more = "")
    {
        var id = await Api.SendSmsAsync("north", text: "비둘기", more: more);
        await Api.ReachesAsync(id, "queued");
        return id;
    }

    /// <summary>What the row of a message has in a column; null when there is no row.</summary>
    public async Task<string?> RowAsync(string id, string column)
    {
        var rows = await _vendor.QueryAsync($"SELECT * FROM {Table} WHERE RING = '{Guid.Parse(id):N}'");
        return rows.SingleOrDefault()?[column]?.ToString();
    }

    /// <summary>The agent takes a row: the bird flies.</summary>
    public Task TakeAsync(string id) => PlayAsync(id, "STATE = 'F'");

    /// <summary>The bird is home, or is not.</summary>
    public Task EndAsync(string id, string answer) => PlayAsync(id, $"STATE = 'H', ANSWER = '{answer}'");

    public Task CollectAsync() => _gateway.RunJobAsync("collect-reports/north");

    public Task ExpireAsync() => _gateway.RunJobAsync("expire-messages/north");

    /// <summary>The status of a message with its result and the vendor's own code.</summary>
    public async Task<string> ResultAsync(string id)
    {
        var message = (await Api.GetAsync($"/v1/messages/{id}")).Json;
        return $"{message["status"]} {message["result"]?["code"]} {message["result"]?["vendorCode"]}".TrimEnd();
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private Task PlayAsync(string id, string set)
    {
        var now = Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        return _vendor.ExecuteAsync(
            $"UPDATE {Table} SET {set}, STATE_AT = '{now:yyyy-MM-dd HH:mm:ss}' WHERE RING = '{Guid.Parse(id):N}'");
    }
}

using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>A vendor whose database answers, but takes no rows: that is its health, as much as an agent that stands still. What a server itself refuses: <see cref="RefusingServers"/>.</summary>
public sealed class UnwritableVendors
{
    /// <summary>What is done to the table, what mends it, and a word of the reason that is told; for each database.</summary>
    public static TheoryData<DatabaseKind, string, string, string> Faults => new()
    {
        { DatabaseKind.MySql, "ALTER TABLE agent_msgqueue CHANGE callbackNo callback_no varchar(20)", "ALTER TABLE agent_msgqueue CHANGE callback_no callbackNo varchar(20)", "its name of the manual" },
        { DatabaseKind.PostgreSql, "ALTER TABLE agent_msgqueue RENAME COLUMN callbackNo TO callback_no", "ALTER TABLE agent_msgqueue RENAME COLUMN callback_no TO callbackNo", "its name of the manual" },
        {
            DatabaseKind.MySql, // A MariaDB whose only file is full may end itself.
            "CREATE TRIGGER full BEFORE INSERT ON agent_msgqueue FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'",
            "DROP TRIGGER full",
            "Make room"
        },
        { DatabaseKind.PostgreSql, "ALTER DATABASE {database} SET default_transaction_read_only = on", "ALTER DATABASE {database} RESET default_transaction_read_only", "read-only" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Are_told_with_the_remedy_and_passed_by_until_rows_can_be_written_again(DatabaseKind kind, string fault, string mend, string remedy)
    {
        var world = await TwoVendors.CreateAsync(kind);
        var elsewhere = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:other:ConnectionString"] = elsewhere.Vendor.ConnectionString;
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        await ChangeAsync(world, fault);

        var sent = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            sent.Add((string)(await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": "0101234{{i:0000}}", "text": "안내 {{i}}" }""")).Json["messages"]![0]!["id"]!);
        }

        var down = await Eventually.GetAsync(() => VendorAsync(gateway), vendor => (string?)vendor["status"] == "down", "the vendor is told as down", seconds: 15);
        Assert.Equal(0, (int)down["weight"]!);
        Assert.Contains(remedy, (string?)down["reason"], StringComparison.Ordinal);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.VendorDown}"));
        await Eventually.BeAsync(
            async () => await elsewhere.Vendor.CountIfThereAsync("SELECT count(*) FROM other_queue") == sent.Count, "all that was routed lies beside the healthy vendor", seconds: 30);

        await ChangeAsync(world, mend);

        await Eventually.GetAsync(() => VendorAsync(gateway), vendor => (string?)vendor["status"] == "up", "the vendor is up again", seconds: 30);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        Assert.Equal(2, await world.QueuedRowsAsync());
    }

    private static async Task<JsonNode> VendorAsync(GatewayProcess gateway) => (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;

    /// <summary>Sessions that are there keep a setting of the database, so they are ended.</summary>
    private static async Task ChangeAsync(PrivateGateway world, string statement)
    {
        if (!statement.Contains("{database}", StringComparison.Ordinal))
        {
            await world.Vendor.ExecuteAsync(statement);
            return;
        }

        var name = (string)(await world.Vendor.QueryAsync("SELECT current_database() AS name"))[0]["name"]!;
        await world.Vendor.ExecuteAsync("SET default_transaction_read_only = off; " + statement.Replace("{database}", name, StringComparison.Ordinal));
        await world.Vendor.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}

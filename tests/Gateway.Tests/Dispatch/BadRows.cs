using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Promise 7: a row that the vendor's table refuses fails alone.</summary>
public sealed class BadRows
{
    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Fails_the_one_message_whose_row_does_not_fit_and_sends_the_others(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        await world.Vendor.ExecuteAsync(kind == DatabaseKind.MySql
            ? "ALTER TABLE agent_msgqueue MODIFY message varchar(20)"
            : "ALTER TABLE agent_msgqueue ALTER COLUMN message TYPE varchar(20)");

        var to = string.Join(",", Enumerable.Range(0, 9).Select(i => $$"""{ "phone": "0101234000{{i}}", "variables": { "x": "{{(i == 4 ? new string('x', 21) : "ok")}}" } }"""));
        var sent = await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "#{x}" }""");
        var ids = sent.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!).ToList();

        await gateway.Api.ReachesAsync(ids[4], "failed");
        foreach (var id in ids.Where(id => id != ids[4]))
        {
            await gateway.Api.ReachesAsync(id, "queued");
        }

        Assert.Equal("E_INVALID_FORMAT", (string)(await gateway.Api.GetAsync($"/v1/messages/{ids[4]}")).Json["result"]!["name"]!);
        Assert.Equal(9, await world.Vendor.CountAsync("SELECT count(*) FROM agent_msgqueue"));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Keeps_the_order_of_all_others_when_the_next_batch_was_claimed_already(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = "1000000";
        world.Settings["Dispatch:BatchSize"] = "20";
        await using var gateway = await world.StartAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");
        await world.Vendor.ExecuteAsync("DELETE FROM agent_msgqueue");
        await world.Vendor.ExecuteAsync(kind == DatabaseKind.MySql
            ? "ALTER TABLE agent_msgqueue MODIFY message varchar(20)"
            : "ALTER TABLE agent_msgqueue ALTER COLUMN message TYPE varchar(20)");

        var to = string.Join(",", Enumerable.Range(0, 200).Select(i => $$"""{ "phone": "010123{{i:D5}}", "variables": { "x": "{{(i == 50 ? new string('x', 21) : "ok")}}" } }"""));
        var sent = await gateway.Api.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "#{x}" }""");
        var ids = sent.Json["messages"]!.AsArray().Select(message => Guid.Parse((string)message!["id"]!)).ToList();

        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE state < {InflightState.Queued}") == 0, "all have left the gateway");
        var rows = (await world.Vendor.QueryAsync("SELECT etc1 FROM agent_msgqueue ORDER BY Id")).Select(row => Guid.ParseExact((string)row["etc1"]!, "N")).ToList();
        Assert.Equal(ids.Where((_, i) => i != 50), rows);
    }
}

using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>A node that only accepts wakes the nodes that hand over. Their own look comes once a minute here.</summary>
public sealed class HearingOtherNodes
{
    private const string Listeners =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN gateway_accepted%'";

    private const string Cut =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        + "WHERE datname = current_database() AND query LIKE 'LISTEN gateway_accepted%'";

    [Fact]
    public async Task Hands_over_at_once_what_a_node_that_only_serves_http_accepts()
    {
        await using var nodes = await Nodes.StartAsync();

        await nodes.QueuesAsync("before");
        await nodes.QueuesAsync("after");
    }

    [Fact]
    public async Task Hears_again_when_its_connection_was_cut()
    {
        await using var nodes = await Nodes.StartAsync();
        await nodes.QueuesAsync("before");

        Assert.Equal(1, await nodes.World.State.CountAsync(Cut));
        await Eventually.BeAsync(async () => await nodes.World.State.CountAsync(Listeners) == 1, "it listens again");

        await nodes.QueuesAsync("after");
    }

    /// <summary>It never looks at the vendor's tables itself.</summary>
    [Fact]
    public async Task Learns_how_long_the_columns_are_that_a_node_of_jobs_has_seen()
    {
        await using var nodes = await Nodes.StartAsync(async world =>
        {
            await using (var first = await world.StartProcessAsync())
            {
                await first.Api.ReachesAsync(await first.Api.SendSmsAsync("kshot"), "queued");
            }

            await world.Vendor.ExecuteAsync(
                "ALTER TABLE agent_msgqueue ALTER aftalk_tmplgrp_cd TYPE varchar(70), ALTER message TYPE varchar(1100);"
                + "ALTER TABLE agent_msgresult ALTER aftalk_tmplgrp_cd TYPE varchar(70)");
        });
        Task<Answer> SendAsync(int code, int text) => nodes.Http.Api.PostAsync("/v1/messages", $$"""
            { "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "{{new string('가', text)}}",
              "kakao": { "senderKey": "k", "templateCode": "{{new string('t', code)}}" } }
            """);

        await Eventually.BeAsync(async () => (await SendAsync(70, 1)).Status == 202, "it takes what the live column holds");
        var longer = await SendAsync(71, 1101);

        Assert.Equal(["/kakao/templateCode", "/text"], longer.Json["errors"]!.AsArray().Select(fault => (string)fault!["pointer"]!).Order());
    }

    private sealed record Nodes(PrivateGateway World, GatewayProcess Http, GatewayProcess Jobs) : IAsyncDisposable
    {
        public static async Task<Nodes> StartAsync(Func<PrivateGateway, Task>? change = null)
        {
            var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
            await (change?.Invoke(world) ?? Task.CompletedTask);
            world.Settings["Dispatch:PollMilliseconds"] = "60000";
            world.Settings["Gateway:Roles"] = "jobs";
            var jobs = await world.StartProcessAsync();
            await Eventually.BeAsync(async () => await world.State.CountAsync(Listeners) == 1, "the node listens");
            world.Settings["Gateway:Roles"] = "http";
            return new Nodes(world, await world.StartProcessAsync(), jobs);
        }

        public async Task QueuesAsync(string text) => await Http.Api.ReachesAsync(await Http.Api.SendSmsAsync("kshot", text: text), "queued");

        public async ValueTask DisposeAsync()
        {
            await Http.DisposeAsync();
            await Jobs.DisposeAsync();
        }
    }
}

using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Operators see every recurring job, on whatever node it runs, and can run one now.</summary>
public sealed class WatchingJobs
{
    private const string Job = "/v1/jobs/roll-up-statistics";

    [Fact]
    public async Task Show_a_job_that_fails_and_goes_on_and_run_it_from_a_node_that_serves_http_only()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var worker = await world.StartProcessAsync();
        world.Settings["Gateway:Roles"] = "http";
        await using var web = await world.StartProcessAsync();
        await SeesAsync(web, Job, job => (string?)job["status"] == "ok", "the job has run");

        await world.State.ExecuteAsync("ALTER TABLE gateway.stat_deltas RENAME TO stat_deltas_away");
        var failing = await SeesAsync(web, Job, job => (int)job["failures"]! > 0, "it fails");
        Assert.Equal("failing", (string?)failing["status"]);
        Assert.Contains("stat_deltas", (string?)failing["lastError"]);
        Assert.True((DateTimeOffset)failing["nextRunAt"]! > (DateTimeOffset)failing["lastRunAt"]!);

        await world.State.ExecuteAsync("ALTER TABLE gateway.stat_deltas_away RENAME TO stat_deltas");
        Assert.Equal(202, (await web.Api.PostAsync(Job + "/run", "")).Status);
        var mended = await SeesAsync(web, Job, job => (string?)job["status"] == "ok", "it works again");
        Assert.Equal((0, failing["lastError"]!.ToString()), ((int)mended["failures"]!, mended["lastError"]!.ToString()));
    }

    [Fact]
    public async Task Run_a_job_of_a_vendor_at_once_and_answer_404_for_one_that_does_not_exist()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        var before = await SeesAsync(gateway, "/v1/jobs/purge-old", job => job["lastRunAt"] is not null, "it has run at the start");

        Assert.Equal(202, (await gateway.Api.PostAsync("/v1/jobs/purge-old/run", "")).Status);
        await SeesAsync(gateway, "/v1/jobs/purge-old", job => (DateTimeOffset)job["lastRunAt"]! > (DateTimeOffset)before["lastRunAt"]!, "it has run again long before its five minutes are over");

        Assert.Equal(202, (await gateway.Api.PostAsync("/v1/jobs/collect-reports/kshot/run", "")).Status);
        Assert.Equal(404, (await gateway.Api.PostAsync("/v1/jobs/collect-reports/nobody/run", "")).Status);
        var names = (await gateway.Api.GetAsync("/v1/jobs")).Json["items"]!.AsArray().Select(job => (string?)job!["name"]).ToList();
        Assert.Contains("collect-reports/kshot", names);
        Assert.Contains("expire-messages", names);
    }

    [Fact]
    public async Task Are_for_operators_only()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);

        Assert.Equal(403, (await tenant.Api.GetAsync("/v1/jobs")).Status);
        Assert.Equal(403, (await tenant.Api.PostAsync("/v1/jobs/purge-old/run", "")).Status);
        Assert.Equal(403, (await tenant.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
    }

    private static Task<JsonNode> SeesAsync(GatewayProcess gateway, string path, Func<JsonNode, bool> isSo, string what) =>
        Eventually.GetAsync(async () => (await gateway.Api.GetAsync(path)).Json, job => job["name"] is not null && isSo(job), what, 40);
}

using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Why something does not work names users, tables and machines. Operators are told; strangers and tenants learn which part it is.</summary>
public sealed class KeepingCauses
{
    [Fact]
    public async Task Tells_why_a_vendor_is_down_and_what_waits_to_operators_alone()
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Vendors:kshot:CreateTables"] = "false";
        world.Settings["Vendors:other:ConnectionString"] = "Host=127.0.0.1;Port=1;Username=innerwriter;Database=innerdata;Timeout=1";
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api);
        using var wrong = new Api(gateway.Api.Address, "wrong-key-0123456789");
        var cause = await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"),
            answer => answer.Text.Contains("agent_msgqueue", StringComparison.Ordinal) && answer.Text.Contains("Its database cannot be used", StringComparison.Ordinal),
            "an operator sees the causes");
        await Eventually.BeAsync(async () => (await gateway.Api.GetAsync("/v1/vendors/other")).Json["reason"] is not null, "the reason is stored");

        Assert.Equal(200, cause.Status);
        string[] inner = ["agent_msgqueue", "refused", "cannot be used", "innerwriter", "innerdata", "127.0.0.1", new NpgsqlConnectionStringBuilder(world.State.ConnectionString).Username!, new NpgsqlConnectionStringBuilder(world.State.ConnectionString).Database!];
        foreach (var stranger in new[] { wrong, tenant.Api })
        {
            var ready = await stranger.GetAsync("/health/ready");
            Assert.Equal("down", (string)ready.Json["vendors"]!["kshot"]![0]!);
            Assert.All(inner, word => Assert.DoesNotContain(word, ready.Text));
        }

        foreach (var path in new[] { "/v1/vendors", "/v1/vendors/kshot", "/v1/vendors/other" })
        {
            var seen = await tenant.Api.GetAsync(path);
            Assert.Equal(200, seen.Status);
            Assert.All(inner, word => Assert.DoesNotContain(word, seen.Text));
            foreach (var vendor in seen.Json["items"]?.AsArray() ?? [seen.Json.DeepClone()])
            {
                Assert.Equal(["name", "protocol", "channels", "status"], vendor!.AsObject().Where(field => field.Value is not null).Select(field => field.Key));
            }
        }

        Assert.NotNull((await gateway.Api.GetAsync("/v1/vendors/other")).Json["waiting"]);
    }

    [Fact]
    public async Task Tells_why_the_state_database_is_away_to_the_key_of_the_settings_alone()
    {
        await using var gateway = await GatewayProcess.StartListeningAsync(new Dictionary<string, string> { ["ConnectionStrings:Gateway"] = "Host=127.0.0.1;Port=1;Username=innerkeeper;Database=innerstate;Timeout=1" });
        using var stranger = new Api(gateway.Api.Address, "gw_not_a_key_of_ours");
        var cause = await Eventually.GetAsync(() => gateway.Api.GetAsync("/health/ready"), answer => answer.Text.Contains("refused", StringComparison.Ordinal), "an operator sees the cause");

        Assert.Equal(503, cause.Status);
        var ready = await stranger.GetAsync("/health/ready");
        Assert.StartsWith("""{"status":"not_ready","missing":["state database"],"vendors":{},"hints":{},"warnings":[],"loops":[""", ready.Text, StringComparison.Ordinal);
        foreach (var answer in new[] { ready, await stranger.GetAsync("/v1/messages"), await gateway.Api.PostAsync("/v1/messages", "{}") })
        {
            Assert.Equal(503, answer.Status);
            Assert.All(["refused", "innerkeeper", "innerstate", "127.0.0.1"], word => Assert.DoesNotContain(word, answer.Text));
        }
    }
}

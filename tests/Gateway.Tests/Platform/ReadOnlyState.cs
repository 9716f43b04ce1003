using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// A state database that can be read and not written: a standby after a failover, or one that is set so.
/// </summary>
public sealed class ReadOnlyState
{
    private const string ReadOnly = "The state database is read-only";

    private const string Sms =
        """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "안녕" }""";

    [Fact]
    public async Task Is_told_by_health_and_503_and_once_in_the_log_and_forgotten_when_it_is_over()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.SendSmsAsync("kshot");
        using var stranger = new Api(gateway.Api.Address, null);

        await SetAsync(world, "on");
        var ready = await Eventually.GetAsync(
            () => gateway.Api.GetAsync("/health/ready"),
            answer => answer.Status == 503 && answer.Text.Contains(ReadOnly, StringComparison.Ordinal),
            "it is not ready, and says why",
            10);
        var answers = new List<Answer>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(await gateway.Api.PostAsync("/v1/messages", Sms));
        }

        Assert.Contains("Promote it", ready.Text, StringComparison.Ordinal);
        var toStranger = (await stranger.GetAsync("/health/ready")).Json;
        Assert.Equal(["state database"], toStranger["missing"]!.AsArray().Select(node => (string?)node));
        Assert.All(answers, answer => Assert.Equal(503, answer.Status));
        Assert.All(answers, answer => Assert.Contains("Retry-After", answer.Headers.Keys));
        var told = gateway.Log.Split('\n').Where(line => line.Contains("Requests are refused because"));
        Assert.InRange(told.Count(), 1, 2);
        Assert.DoesNotContain("   at Gateway.", gateway.Log, StringComparison.Ordinal);

        await SetAsync(world, "off");
        await Eventually.BeAsync(
            async () => (await gateway.Api.PostAsync("/v1/messages", Sms)).Status == 202
                && (await gateway.Api.GetAsync("/health/ready")).Status == 200,
            "messages are accepted again",
            30);
    }

    /// <summary>Sessions that are open keep what they began with, so they end.</summary>
    private static async Task SetAsync(PrivateGateway world, string value)
    {
        var database = new NpgsqlConnectionStringBuilder(world.State.ConnectionString).Database;
        var server = Rows.Postgres(TestServers.Postgres!);
        await server.ExecuteAsync($"ALTER DATABASE {database} SET default_transaction_read_only = {value}");
        await server.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
    }
}

using System.Diagnostics;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Real nodes that share the jobs: what happens when one dies, stands still, or ends, and when the state database goes away.</summary>
public sealed class TakingJobsOver
{
    private const string Collector = "collect-reports/kshot";

    [Fact]
    public async Task Collects_the_next_report_within_ten_seconds_of_the_collectors_death()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var one = await world.StartProcessAsync();
        await using var two = await world.StartProcessAsync();
        var (dies, lives) = await RunsOnAsync(world, one, two);
        var id = await lives.Api.SendSmsAsync("kshot", "01000000000");
        await lives.Api.ReachesAsync(id, "queued");

        await dies.KillAsync();
        var clock = Stopwatch.StartNew();
        await using var agent = new KshotSimulator(world.Vendor);
        await lives.Api.ReachesAsync(id, "delivered");

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageDelivered}"));
    }

    [Fact]
    public async Task Goes_on_elsewhere_while_a_node_is_stopped_for_longer_than_its_lease_and_stays_there()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var one = await world.StartProcessAsync();
        await using var two = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        var (stands, lives) = await RunsOnAsync(world, one, two);

        await stands.SignalAsync("STOP");
        await Eventually.BeAsync(async () => await HolderAsync(world) == NodeOf(lives), "the other node has it", 30);
        await stands.SignalAsync("CONT");

        await Eventually.BeAsync(() => Task.FromResult(stands.Log.Contains($"Another node has taken {Collector} over", StringComparison.Ordinal)), "it has seen that", 30);
        await lives.Api.ReachesAsync(await stands.Api.SendSmsAsync("kshot", "01000000000"), "delivered");
        Assert.Equal(NodeOf(lives), await HolderAsync(world));
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM (SELECT message_id, type FROM gateway.events GROUP BY 1, 2 HAVING count(*) > 1) AS doubled"));
    }

    [Fact]
    public async Task Leaves_no_lease_no_failure_and_no_unfinished_start_behind_when_a_node_is_told_to_end()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await Eventually.BeAsync(async () => await HolderAsync(world) == NodeOf(gateway), "its jobs run", 30);

        await gateway.SignalAsync("TERM");
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM gateway.job_nodes") == 0, "it has given its jobs back");

        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.jobs WHERE holder IS NOT NULL OR failures > 0"));
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM hangfire.job WHERE statename <> 'Succeeded'") == 0, "no start is unfinished");
    }

    [Fact]
    public async Task Goes_on_by_itself_when_the_state_database_was_read_only()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await Eventually.BeAsync(async () => await HolderAsync(world) == NodeOf(gateway), "its jobs run", 30);
        var database = new NpgsqlConnectionStringBuilder(world.State.ConnectionString).Database!;
        var server = Rows.Postgres(new NpgsqlConnectionStringBuilder(world.State.ConnectionString) { Database = "postgres" }.ConnectionString);

        await server.ExecuteAsync($"ALTER DATABASE \"{database}\" SET default_transaction_read_only = on");
        await CutAsync();
        await Eventually.BeAsync(() => Task.FromResult(gateway.Log.Contains("The jobs cannot be looked after", StringComparison.Ordinal)), "it is told", 30);
        await server.ExecuteAsync($"ALTER DATABASE \"{database}\" SET default_transaction_read_only = off");
        await CutAsync();

        await using var agent = new KshotSimulator(world.Vendor);
        await SendsAgainAsync(gateway);

        Task CutAsync() => server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND application_name LIKE 'gateway%'");
    }

    [Fact]
    public async Task Goes_on_by_itself_at_the_server_that_took_over()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var first = TcpRelay.Before(world.State, out var state);
        await using var second = TcpRelay.Before(world.State, out _);
        second.TakeDown();
        world.Settings["ConnectionStrings:Gateway"] = new NpgsqlConnectionStringBuilder(state) { Host = $"127.0.0.1:{first.Port},127.0.0.1:{second.Port}" }.ConnectionString + ";Target Session Attributes=primary";
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        first.TakeDown();
        second.BringBack();

        await using var agent = new KshotSimulator(world.Vendor);
        await SendsAgainAsync(gateway);
    }

    [Fact]
    public async Task Says_in_one_line_which_right_the_engine_lacks()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql, StateTemplate.Empty);
        var name = "engine" + Guid.NewGuid().ToString("N")[..8];
        var database = new NpgsqlConnectionStringBuilder(world.State.ConnectionString).Database!;
        await world.State.ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD 'pw'; GRANT CREATE ON DATABASE \"{database}\" TO {name}; CREATE SCHEMA hangfire");
        world.Settings["ConnectionStrings:Gateway"] = new NpgsqlConnectionStringBuilder(world.State.ConnectionString) { Username = name, Password = "pw" }.ConnectionString;
        await using var gateway = await world.StartProcessAsync();

        await Eventually.BeAsync(() => Task.FromResult(gateway.Log.Contains($"ALTER SCHEMA \"hangfire\" OWNER TO \"{name}\"", StringComparison.Ordinal)), "the log says what to do", 30);
        await world.State.ExecuteAsync($"ALTER SCHEMA hangfire OWNER TO {name}");

        await Eventually.BeAsync(async () => await HolderAsync(world) == NodeOf(gateway), "the jobs run", 30);
    }

    /// <summary>A request may still meet a connection that was cut; its client repeats it.</summary>
    private static async Task SendsAgainAsync(GatewayProcess gateway)
    {
        const string Sms = """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01000000000", "text": "다시" }""";
        var sent = await Eventually.GetAsync(() => gateway.Api.PostAsync("/v1/messages", Sms), answer => answer.Status == 202, "messages are accepted", 60);
        await gateway.Api.ReachesAsync((string)sent.Json["messages"]![0]!["id"]!, "delivered", 60);
    }

    private static string NodeOf(GatewayProcess gateway) => $"{Environment.MachineName}/{gateway.Id}";

    /// <summary>The node that collects reports now.</summary>
    private static async Task<string?> HolderAsync(PrivateGateway world) => (string?)(await world.State.QueryAsync(
        $"SELECT n.name FROM gateway.jobs j JOIN gateway.job_nodes n ON n.id = j.holder AND n.expires_at > now() WHERE j.name = '{Collector}'")).SingleOrDefault()?["name"];

    private static async Task<(GatewayProcess Collects, GatewayProcess Other)> RunsOnAsync(PrivateGateway world, GatewayProcess one, GatewayProcess two)
    {
        var holder = await Eventually.GetAsync(() => HolderAsync(world), name => name is not null, "a node collects", 30);
        return holder == NodeOf(one) ? (one, two) : (two, one);
    }
}

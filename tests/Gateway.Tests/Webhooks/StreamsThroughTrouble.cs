using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Gateway.Webhooks.Feed;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>Streams while gateways stop and die, databases go away and come back, and readers do not read.</summary>
public sealed class StreamsThroughTrouble
{
    private const string Account = "00000000-0000-7000-8000-000000000001";

    private const string Path = "/v1/events/stream";

    [Fact]
    public async Task Go_on_behind_their_last_id_on_another_node_and_after_restarts()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var first = await world.StartProcessAsync();
        await using var second = await world.StartProcessAsync();
        await HappenAsync(world.State, 0, 120);
        await using var onFirst = await OpenAsync(first);
        await using var onSecond = await OpenAsync(second);
        await onFirst.UpToDateAsync();
        await onSecond.UpToDateAsync();
        await HappenAsync(world.State, 120, 10);
        await onSecond.ArrivesAsync(_ => onSecond.Events.Count() == 130, "both nodes tell all");
        await onFirst.ArrivesAsync(_ => onFirst.Events.Count() == 130, "both nodes tell all");

        // Stopped as a supervisor does it: at once, and the streams end as HTTP wants it.
        var (took, exitCode) = await first.TerminateAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.True(await onFirst.Ended);
        Assert.Contains("the gateway stops: connect again", onFirst.Comments);

        await HappenAsync(world.State, 130, 10);
        await using var moved = await OpenAsync(second, onFirst.LastId);
        await moved.UpToDateAsync();
        Assert.Equal(Enumerable.Range(130, 10), Numbers(moved));

        await second.KillAsync();
        Assert.False(await moved.Ended);
        await HappenAsync(world.State, 140, 10);
        await using var third = await world.StartProcessAsync();
        await using var again = await OpenAsync(third, moved.LastId);
        await again.UpToDateAsync();
        Assert.Equal(Enumerable.Range(140, 10), Numbers(again));
    }

    [Fact]
    public async Task Stay_open_while_the_state_database_is_away_and_tell_what_came_meanwhile()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        await using var stream = await OpenAsync(gateway);
        await HappenAsync(world.State, 0, 10);
        await stream.ArrivesAsync(_ => stream.Events.Count() == 10, "the first ones come");

        relay.TakeDown();
        await HappenAsync(world.State, 10, 10);
        await Eventually.BeAsync(() => Task.FromResult(gateway.Log.Contains("watch-events failed", StringComparison.Ordinal)), "the outage is noticed");
        var refused = await gateway.Api.GetAsync(Path);
        relay.BringBack();
        await stream.ArrivesAsync(_ => stream.Events.Count() == 20, "the rest comes");

        Assert.Equal(503, refused.Status);
        Assert.Equal(Enumerable.Range(0, 20), Numbers(stream));
        Assert.False(stream.Ended.IsCompleted);
    }

    /// <summary>Both streams: nothing is told twice or left out, and nobody has to connect again.</summary>
    [Fact]
    public async Task Stay_open_while_the_database_server_is_stopped_and_started_again()
    {
        await using var server = await PrivateServer.StartAsync(DatabaseKind.PostgreSql);
        var state = await server.CreateAsync("restarted");
        await using var gateway = await GatewayProcess.StartAsync(
            new Dictionary<string, string> { ["ConnectionStrings:Gateway"] = state.ConnectionString });
        await using var stream = await OpenAsync(gateway);
        await using var live = await ServerSentEvents.OpenAsync(gateway.Api.Address, GatewayProcess.AdminKey, "/v1/live");
        await HappenAsync(state, 0, 10);
        await stream.ArrivesAsync(_ => stream.Events.Count() == 10, "the first ones come");
        await live.ArrivesAsync(sent => sent.Type == "second", "seconds are counted");

        await server.StopAsync();
        await Eventually.BeAsync(
            () => Task.FromResult(gateway.Log.Contains("watch-events failed", StringComparison.Ordinal)
                && gateway.Log.Contains("watch-live failed", StringComparison.Ordinal)),
            "both readers notice it");
        var before = live.Events.Count(static sent => sent.Type == "second");
        await server.StartAgainAsync();
        await Eventually.BeAsync(() => AnswersAsync(state), "the server is there again");
        await HappenAsync(state, 10, 10);
        await stream.ArrivesAsync(_ => stream.Events.Count() >= 20, "the rest comes");
        await live.ArrivesAsync(
            _ => live.Events.Count(static sent => sent.Type == "second") > before, "seconds are counted again");

        Assert.Equal(Enumerable.Range(0, 20), Numbers(stream));
        Assert.False(stream.Ended.IsCompleted || live.Ended.IsCompleted);
    }

    /// <summary>What was not waited for is lost with the server's memory: its numbers of transactions are given away again.</summary>
    [Fact]
    public async Task Have_ids_that_stay_right_when_the_database_server_crashes()
    {
        await using var server = await PrivateServer.StartAsync(DatabaseKind.PostgreSql);
        var state = await server.CreateAsync("crashing");
        await server.Admin.ExecuteAsync("ALTER SYSTEM SET wal_writer_delay = '10s'");
        await server.Admin.ExecuteAsync("ALTER SYSTEM SET synchronous_commit = 'on'");
        await server.Admin.ExecuteAsync("SELECT pg_reload_conf()");
        await using (await GatewayProcess.StartAsync(new Dictionary<string, string> { ["ConnectionStrings:Gateway"] = state.ConnectionString }))
        {
            // It makes the schema.
        }

        await using var source = NpgsqlDataSource.Create(state.ConnectionString);
        var feed = new ReadFeed(source, TimeProvider.System);
        var cursor = await feed.NowAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            var page = await feed.ReadAsync(Guid.Parse(Account), -1, cursor, 10, TestContext.Current.CancellationToken);
            cursor = page!.Next;
        }

        await KillBackendAsync(source);
        await Eventually.BeAsync(() => AnswersAsync(state), "the server has recovered");
        source.Clear();
        await HappenAsync(state, 0, 3);
        var seen = await feed.ReadAsync(Guid.Parse(Account), -1, cursor, 10, TestContext.Current.CancellationToken);

        Assert.NotNull(seen);
        Assert.Equal(3, seen.Events.Count);
    }

    [Fact]
    public async Task Cut_off_who_does_not_read_and_say_so_once_and_let_it_go_on()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        using var connection = await RawConnection.OpenAsync(gateway.Api.Address);
        await connection.SendAsync($"GET {Path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {GatewayProcess.AdminKey}\r\n\r\n");

        // More than the buffers of both ends hold.
        await HappenAsync(world.State, 0, 300, ", 'x', repeat(md5(n::text), 4000)");
        await Eventually.BeAsync(() => Task.FromResult(gateway.Log.Contains("is cut off", StringComparison.Ordinal)), "it is cut off", 60);
        await using var stream = await OpenAsync(gateway);
        await stream.UpToDateAsync();
        await using var rest = await OpenAsync(gateway, stream.Events.ElementAt(100).Id);
        await rest.UpToDateAsync();

        Assert.Equal(Enumerable.Range(101, 199), Numbers(rest));
        Assert.Single(gateway.Log.Split('\n'), line => line.Contains("is cut off", StringComparison.Ordinal));
        Assert.InRange(ProcessCost.Peak(gateway.Id) / 1024, 1, 500);
    }

    private static async Task KillBackendAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT pg_backend_pid()");
        var id = (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        using var kill = Process.Start("kill", ["-KILL", id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<bool> AnswersAsync(Rows database)
    {
        try
        {
            NpgsqlConnection.ClearAllPools();
            return await database.CountAsync("SELECT 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Numbers(ServerSentEvents stream) => stream.Events.Select(sent => (int)sent.Json["data"]!["n"]!);

    private static Task<ServerSentEvents> OpenAsync(GatewayProcess gateway, string? lastId = null) =>
        ServerSentEvents.OpenAsync(gateway.Api.Address, GatewayProcess.AdminKey, Path, lastId);

    private static Task HappenAsync(Rows state, int first, int count, string more = "") => state.ExecuteAsync($"""
        INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
        SELECT gateway.new_id(now()), '{Account}', 9, now(), jsonb_build_object('n', n {more}) FROM generate_series({first}, {first + count - 1}) AS n
        """);
}

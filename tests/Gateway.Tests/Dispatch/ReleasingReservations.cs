using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Reservations enter the queue when their time has come: once, in the order of lanes, and whoever moves or cancels one at that moment is told the truth.</summary>
public sealed class ReleasingReservations : IAsyncDisposable
{
    private static readonly DateTimeOffset Due = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Due.AddHours(-1));
    private readonly List<ClockedGateway> _nodes = [];

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Gives_each_message_one_fate_when_two_nodes_release_what_clients_move_and_cancel(DatabaseKind kind)
    {
        var world = await StartAsync(kind, 1000);
        var ids = await ReserveAsync(_nodes[0].Api, 60);
        _clock.SetUtcNow(Due.AddMilliseconds(-1));

        var moves = ids.Take(20).Select(id => MoveAsync(_nodes[0].Api, id)).ToList();
        var cancels = ids.Skip(20).Take(20).Select(id => _nodes[1].Api.PostAsync($"/v1/messages/{id}/cancel", "")).ToList();
        await PassUntilAsync(async () => await world.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE state < {{InflightState.Queued}} AND due_at <= '{Due:O}'") == 0);
        await PassUntilAsync(() => Task.FromResult(moves.Concat(cancels).All(answer => answer.IsCompleted)));

        for (var i = 0; i < ids.Count; i++)
        {
            var rows = await world.QueuedRowsAsync(ids[i]);
            var status = await _nodes[0].Api.StatusAsync(ids[i]);
            var queued = await EventsAsync(world, ids[i], 0);
            var expected = (i < 20 ? (await moves[i]).Status : i < 40 ? (await cancels[i - 20]).Status : 0, i < 20) switch
            {
                (200, true) => (0L, "scheduled", 0L),
                (200, false) => (0L, "canceled", queued),
                (409 or 0, _) => (1L, "queued", 1L),
                var other => throw new InvalidOperationException($"Nobody expects {other}."),
            };
            Assert.Equal(expected, (rows, status, queued));
            Assert.Equal(status == "canceled" ? 1 : 0, await EventsAsync(world, ids[i], 5));
        }
    }

    [Fact]
    public async Task Tells_who_moves_it_that_the_release_was_faster()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql, 1000);
        var id = Assert.Single(await ReserveAsync(_nodes[0].Api, 1));

        var answer = await AskBehindAsync(world, $"UPDATE gateway.inflight SET state = {{InflightState.Claimed}}, handover_id = gen_random_uuid() WHERE message_id = '{id}'", () => MoveAsync(_nodes[0].Api, id));

        Assert.Equal((409, "not_scheduled"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE due_at = '{Due:O}'"));
    }

    [Fact]
    public async Task Tells_who_cancels_it_that_the_agent_was_faster()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql, 1000);
        var id = Assert.Single(await ReserveAsync(_nodes[0].Api, 1));

        var answer = await AskBehindAsync(
            world,
            $"UPDATE gateway.inflight SET state = {{InflightState.Sending}}, handover_id = gen_random_uuid(), queued_at = now(), sent_at = now() WHERE message_id = '{id}'",
            () => _nodes[1].Api.PostAsync($"/v1/messages/{id}/cancel", ""));

        Assert.Equal((409, "not_cancelable"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal(1, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight_open"));
    }

    [Fact]
    public async Task Passes_by_what_somebody_moves_at_that_moment()
    {
        var world = await StartAsync(DatabaseKind.PostgreSql, 1000);
        var ids = await ReserveAsync(_nodes[0].Api, 3);
        await using var client = await world.State.OpenAsync();
        await using var move = client.CreateCommand();
        move.CommandText = $"BEGIN; UPDATE gateway.inflight SET due_at = due_at + interval '1 hour' WHERE message_id = '{ids[1]}'";
        await move.ExecuteNonQueryAsync();

        _clock.SetUtcNow(Due);
        await PassUntilAsync(async () => await world.QueuedRowsAsync() == 2);
        move.CommandText = "COMMIT";
        await move.ExecuteNonQueryAsync();

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 0, 1), (await world.QueuedRowsAsync(ids[0]), await world.QueuedRowsAsync(ids[1]), await world.QueuedRowsAsync(ids[2])));
    }

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Releases_many_in_the_order_of_lanes_and_lets_others_send_meanwhile(DatabaseKind kind)
    {
        var world = await StartAsync(kind, 100);
        using var other = await Tenant.CreateAsync(_nodes[0].Api);
        await ReserveAsync(_nodes[0].Api, 800, "bulk");
        await ReserveAsync(_nodes[0].Api, 800, "normal");
        var high = await ReserveAsync(_nodes[0].Api, 30, "high");

        _clock.SetUtcNow(Due);
        await PassUntilAsync(async () => await world.QueuedRowsAsync() == 90);

        // The first rows of the queue are those of the first lane, and bulk waits for normal.
        var first = (await world.Vendor.QueryAsync("SELECT etc1 FROM agent_msgqueue ORDER BY Id LIMIT 30")).Select(row => Guid.Parse((string)row["etc1"]!).ToString());
        Assert.Equal(high.Order(StringComparer.Ordinal), first.Order(StringComparer.Ordinal));
        Assert.Equal(800, await world.State.CountAsync("SELECT count(*) FROM gateway.inflight WHERE lane = {Lane.Bulk} AND state = {InflightState.Waiting}"));

        var immediate = await other.Api.SendSmsAsync("kshot");
        var password = await _nodes[0].Api.SendSmsAsync("kshot", more: ", \"priority\": \"high\"");
        await world.Vendor.ExecuteAsync("DELETE FROM agent_msgqueue WHERE etc1 IN (SELECT etc1 FROM (SELECT etc1 FROM agent_msgqueue ORDER BY Id LIMIT 10) AS oldest)");

        await PassUntilAsync(async () => await world.QueuedRowsAsync(password) == 1 && await world.QueuedRowsAsync(immediate) == 1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<PrivateGateway> StartAsync(DatabaseKind kind, int maxQueued)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        world.Settings["Vendors:kshot:MaxQueued"] = $"{maxQueued}";
        for (var node = 0; node < 2; node++)
        {
            _nodes.Add(await ClockedGateway.StartAsync(world.Settings, _clock));
        }

        return world;
    }

    private static async Task<IReadOnlyList<string>> ReserveAsync(Api api, int count, string lane = "normal")
    {
        var to = string.Join(",", Enumerable.Range(0, count).Select(i => $"\"010{i:D8}\""));
        var answer = await api.PostAsync(
            "/v1/messages",
            $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{to}}], "text": "예약", "priority": "{{lane}}", "scheduledAt": "{{Due:O}}" }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return [.. answer.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!)];
    }

    private static Task<Answer> MoveAsync(Api api, string id) => api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/messages/{id}")
    {
        Content = new StringContent($$"""{ "scheduledAt": "{{Due.AddHours(1):O}}" }""", null, "application/json"),
    });

    /// <summary>Asks while somebody else's change of the work is not committed yet, and commits it when the question waits for it.</summary>
    private static async Task<Answer> AskBehindAsync(PrivateGateway world, string change, Func<Task<Answer>> ask)
    {
        await using var connection = await world.State.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql.Fill("of a test", $"BEGIN; {change}");
        await command.ExecuteNonQueryAsync();

        var answer = ask();
        await Eventually.BeAsync(async () => await world.State.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0, "the question waits");
        command.CommandText = "COMMIT";
        await command.ExecuteNonQueryAsync();
        return await answer;
    }

    private Task PassUntilAsync(Func<Task<bool>> isSo) => Eventually.BeAsync(_clock, isSo, "time has passed until it was so");

    private static Task<long> EventsAsync(PrivateGateway world, string id, int type) => world.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {type}");
}

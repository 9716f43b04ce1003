using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.Resends;

/// <summary>Two resends of one batch at the same time, on two nodes; and one whose process dies in between.</summary>
public sealed class ResendingAtOnce
{
    private const string Account = "00000000-0000-7000-8000-000000000001";

    /// <summary>Two chunks and a half.</summary>
    private const int Failed = 5000;

    /// <summary>With one key for both, the second finds that the first is at work.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task Send_each_message_once_on_two_nodes(string? key)
    {
        var world = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var one = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var two = await ClockedGateway.StartAsync(world.Settings, clock);
        var id = await InsertAsync(world);
        Task<Answer>[] both;
        await using (await TableLock.TakeAsync(world.State, "gateway.resends", readable: true))
        {
            both = [one.Api.ResendAsync(id, key: key), two.Api.ResendAsync(id, key: key)];
            await Eventually.BeAsync(async () => await BlockedAsync(world) == 2, "both want their first chunk");
        }

        var answers = await Task.WhenAll(both);

        Assert.Equal(Failed, answers.Where(answer => answer.Status == 202).Sum(answer => (int)answer.Json["accepted"]!));
        var second = key is null ? "422 nothing_to_resend" : "409 upload_conflict";
        Assert.All(answers, answer => Assert.True(answer.Status == 202 || answer.Said() == second, answer.ToString()));
        Assert.Equal((Failed, Failed), (await NewAsync(world, id, "count(*)"), await NewAsync(world, id, "count(DISTINCT recipient)")));
        Assert.Equal("422 nothing_to_resend", (await one.Api.ResendAsync(id)).Said());
    }

    [Fact]
    public async Task Goes_on_with_its_key_when_its_process_died()
    {
        var world = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
        var first = await world.StartProcessAsync();
        var id = await InsertAsync(world);
        const string Key = "again";
        await using (await TableLock.TakeAsync(world.State, "BEGIN", $"""
            INSERT INTO gateway.resends (message_id, batch_id, resent_as)
            SELECT id, gen_random_uuid(), id FROM gateway.messages WHERE batch_id = '{id}' ORDER BY id OFFSET {Failed - 1}
            """))
        {
            var asked = first.Api.ResendAsync(id, key: Key);
            await Eventually.BeAsync(async () => await NewAsync(world, id, "count(*)") is > 0 and < Failed && await WaitingAsync(world) == 1, "some are stored, and the last chunk waits");
            await first.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => asked);
        }

        await first.DisposeAsync();
        await using var second = await world.StartProcessAsync();
        var again = await Eventually.GetAsync(() => second.Api.ResendAsync(id, key: Key), answer => answer.Status == 202, "it goes on");
        var replayed = await second.Api.ResendAsync(id, key: Key);

        Assert.Equal($"202 {Failed} 0", again.Said());
        Assert.Equal(again.Text, replayed.Text);
        Assert.Equal((Failed, Failed), (await NewAsync(world, id, "count(*)"), await NewAsync(world, id, "count(DISTINCT recipient)")));
        Assert.Equal(1, await world.State.CountAsync($"SELECT count(*) FROM gateway.batches WHERE resend_of = '{id}'"));
    }

    private static Task<long> WaitingAsync(PrivateGateway world) => world.State.CountAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%gateway.resends%'");

    private static Task<long> BlockedAsync(PrivateGateway world) => world.State.CountAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    private static Task<long> NewAsync(PrivateGateway world, string id, string what) => world.State.CountAsync(
        $"SELECT {what} FROM gateway.messages m JOIN gateway.batches b ON b.id = m.batch_id WHERE b.resend_of = '{id}'");

    private static async Task<string> InsertAsync(PrivateGateway world)
    {
        var id = Guid.NewGuid().ToString();
        await world.State.ExecuteAsync($"""
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, completed_at, result_code)
            SELECT gateway.new_id(now()), '{Account}', '{id}', 0, 'kshot', '15777985', '010' || lpad(n::text, 8, '0'), '안녕', 0, now(), now() + interval '1 day', 5, now(), 505
            FROM generate_series(10000001, {10_000_000 + Failed}) AS n
            """);
        return id;
    }
}

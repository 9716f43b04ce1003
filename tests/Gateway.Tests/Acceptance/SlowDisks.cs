using Gateway.Acceptance.Store;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Where a commit waits long for the disk, a second writer stores what comes meanwhile; what is promised stays.</summary>
public sealed class SlowDisks
{
    [Fact]
    public async Task Stores_every_request_once_with_two_writers()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        await world.State.ExecuteAsync("""
            CREATE FUNCTION gateway.wait_as_for_a_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END $$;
            CREATE TRIGGER slow AFTER INSERT ON gateway.idempotency_keys FOR EACH STATEMENT EXECUTE FUNCTION gateway.wait_as_for_a_disk()
            """);
        using var enough = new CancellationTokenSource();

        var clients = Enumerable.Range(0, 16).Select(client => SendAsync(gateway.Api, client, enough.Token)).ToList();
        await Eventually.BeAsync(
            async () => await world.State.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'WITH keys AS%'") == 2, "two writers store at the same time");
        await enough.CancelAsync();
        var accepted = (await Task.WhenAll(clients)).Sum();
        var twins = await Task.WhenAll(Enumerable.Range(0, 200).Select(request => SendOneAsync(gateway.Api, $"twin-{request / 2}")));

        Assert.Equal(100, twins.Select(answer => answer.Text).Distinct().Count());
        Assert.Equal(accepted + 100, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
        Assert.Equal(accepted + 100, await world.State.CountAsync("SELECT count(*) FROM gateway.idempotency_keys"));
    }

    [Fact]
    public void Are_told_by_what_neither_the_messages_nor_a_busy_machine_explain()
    {
        var slow = new SlowCommits();
        Note(slow, 150, _ => 41, 1000);
        Assert.False(slow.WaitAsync(CancellationToken.None).IsCompleted, "the messages explain it");

        Note(slow, 150, group => group % 10 == 0 ? 1 : 9, 10);
        Assert.False(slow.WaitAsync(CancellationToken.None).IsCompleted, "some groups are fast");

        Note(slow, 150, _ => 4, 10);
        Assert.True(slow.WaitAsync(CancellationToken.None).IsCompleted, "every group waits");

        Note(slow, 150, _ => 1, 10);
        Assert.False(slow.WaitAsync(CancellationToken.None).IsCompleted, "none waits any more");
    }

    /// <summary>Sends one request after the other until told to stop; answers how many.</summary>
    private static async Task<int> SendAsync(Api api, int client, CancellationToken enough)
    {
        var sent = 0;
        while (!enough.IsCancellationRequested)
        {
            await SendOneAsync(api, $"slow-{client}-{sent++}");
        }

        return sent;
    }

    private static async Task<Answer> SendOneAsync(Api api, string key)
    {
        var answer = await api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "x" }""", ("Idempotency-Key", key));
        Assert.True(answer.Status == 202, answer.ToString());
        return answer;
    }

    private static void Note(SlowCommits slow, int groups, Func<int, double> milliseconds, int messages)
    {
        for (var group = 0; group < groups; group++)
        {
            slow.Note(TimeSpan.FromMilliseconds(milliseconds(group)), messages);
        }
    }
}

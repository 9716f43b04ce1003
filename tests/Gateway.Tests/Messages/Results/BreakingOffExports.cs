using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Messages.Results;

/// <summary>A file that is not whole never looks whole, and nobody works for a client that has gone.</summary>
public sealed class BreakingOffExports
{
    /// <summary>More than all buffers on the way hold, so that the gateway still reads when the client has the first line.</summary>
    private const int Messages = 20_000;

    [Fact]
    public async Task Cuts_the_answer_when_the_database_goes_away_and_stops_when_the_client_does()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        await world.State.ExecuteAsync($"""
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, completed_at, result_code)
            SELECT gateway.new_id(now() - interval '1 second' * n), '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 1, 'kshot', '15777985', '01012341234', repeat('가나다', 300), 0,
                now(), now() + interval '1 day', 4, now(), 0
            FROM generate_series(1, {Messages}) AS n
            """);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = gateway.Api.Address };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {GatewayProcess.AdminKey}");
        client.DefaultRequestHeaders.Add("Accept", "text/csv");

        await GoesAwayAsync(world, client);
        await LosesTheDatabaseAsync(relay, client);

        Assert.Contains("messages.csv was broken off", gateway.Log, StringComparison.Ordinal);
        relay.BringBack();
        await Eventually.BeAsync(async () => (await gateway.Api.GetAsync("/v1/messages?limit=1")).Status == 200, "the gateway goes on");
        await IsToldAsync(world, client);
    }

    /// <summary>A statement of the export waits for a table when its client hangs up: it ends at once, and not when the table is free.</summary>
    private static async Task GoesAwayAsync(PrivateGateway world, HttpClient client)
    {
        await using var held = await TableLock.TakeAsync(world.State, "gateway.messages");
        using var patience = new CancellationTokenSource();
        var asking = client.GetAsync("/v1/messages", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await Eventually.BeAsync(async () => await SearchingAsync(world) > 0, "the export waits for the table");

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.BeAsync(async () => await SearchingAsync(world) == 0, "nobody searches any more");
    }

    private static Task<long> SearchingAsync(PrivateGateway world) => world.State.CountAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%newest range first%'");

    /// <summary>A fault before the first byte has its status, as everywhere.</summary>
    private static async Task IsToldAsync(PrivateGateway world, HttpClient client)
    {
        await world.State.ExecuteAsync("ALTER TABLE gateway.messages RENAME TO messages_away");

        using var answer = await client.GetAsync("/v1/messages");

        Assert.Equal((500, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static async Task LosesTheDatabaseAsync(TcpRelay relay, HttpClient client)
    {
        using var answer = await client.GetAsync("/v1/messages", HttpCompletionOption.ResponseHeadersRead);
        await using var file = await answer.Content.ReadAsStreamAsync();
        await file.ReadExactlyAsync(new byte[1000]);

        relay.TakeDown();

        await Assert.ThrowsAnyAsync<IOException>(() => file.CopyToAsync(Stream.Null));
    }
}

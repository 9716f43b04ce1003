using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary>
/// A secret or a key in the state database that cannot be opened is told, and stops nothing that does not need it.
/// </summary>
public sealed class LosingSecrets
{
    private const string Lost = "UPDATE gateway.secrets SET value = 'broken'";
    private const string KeysAreGone = "DELETE FROM gateway.data_protection_keys";
    private const string KeysAreBroken = "UPDATE gateway.data_protection_keys SET xml = substring(xml FROM 1 FOR 60)";

    [Theory]
    [InlineData(Lost)]
    [InlineData(KeysAreGone)]
    public async Task Removes_contents_and_finds_by_its_number_what_was_not_hashed_with_it(string damage)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Content"] = "7";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 3, 0, 0, TimeSpan.Zero));
        string before, secret, key;
        await using (var gateway = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            key = (string)(await gateway.Api.PostAsync("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", """{ "name": "t", "test": true }""")).Json["key"]!;
            before = await EndedAsync(gateway, key, clock);
            secret = (string)(await world.State.QueryAsync("SELECT value FROM gateway.secrets WHERE name = 'recipient-hash'")).Single()["value"]!;
        }

        var keys = (await world.State.QueryAsync("SELECT name, xml FROM gateway.data_protection_keys")).Select(row => $"('{row["name"]}', '{row["xml"]}', now())").ToList();
        await world.State.ExecuteAsync(damage);
        await using var after = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var beside = await ClockedGateway.StartAsync(world.Settings, clock);
        using var api = new Api(after.Api.Address, key);
        var waits = await api.SendSmsAsync("kshot", more: """, "scheduledAt": "2027-03-28T12:00:00+09:00" """);
        var ended = await EndedAsync(after, key, clock);

        Assert.Equal(new[] { waits, ended }.Order(), await FoundAsync(api));
        Assert.Equal(new[] { waits, ended }.Order(), await FoundAsync(new Api(beside.Api.Address, key)));
        Assert.Equal(2, await world.State.CountAsync("SELECT count(DISTINCT recipient) FROM gateway.messages WHERE recipient LIKE 'h:%'"));
        Assert.Equal(2, await world.State.CountAsync("SELECT count(*) FROM gateway.secrets"));

        // It comes back.
        await world.State.ExecuteAsync($"UPDATE gateway.secrets SET value = '{secret}' WHERE name = 'recipient-hash'; INSERT INTO gateway.data_protection_keys VALUES {string.Join(", ", keys)} ON CONFLICT DO NOTHING");
        clock.Advance(TimeSpan.FromMinutes(2));
        await using var later = await ClockedGateway.StartAsync(world.Settings, clock);
        Assert.Equal(new[] { before, waits, ended }.Order(), await FoundAsync(new Api(later.Api.Address, key)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-secret-0123456789-0123456789-01")]
    public async Task Starts_and_works_though_a_protection_key_is_damaged(string secret)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:EncryptContent"] = "true";
        world.Settings["Gateway:EncryptionSecret"] = secret;
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 1, 3, 0, 0, TimeSpan.Zero));
        string before;
        await using (var gateway = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            before = await gateway.Api.SendSmsAsync("kshot", text: "before");
        }

        await world.State.ExecuteAsync(KeysAreBroken);
        await using var after = await ClockedGateway.StartAsync(world.Settings, clock).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);

        var id = await after.Api.SendSmsAsync("kshot", text: "after");
        Assert.Equal("after", (string?)(await after.Api.GetAsync($"/v1/messages/{id}")).Json["text"]);
        Assert.True((bool?)(await after.Api.GetAsync($"/v1/messages/{before}")).Json["damaged"]);
        Assert.Equal(201, (await after.Api.PostAsync("/v1/webhooks", """{ "url": "https://example.com/hook" }""", ("Idempotency-Key", "one"))).Status);
    }

    private static async Task<string> EndedAsync(ClockedGateway gateway, string key, FakeTimeProvider clock)
    {
        using var api = new Api(gateway.Api.Address, key);
        var id = await api.SendSmsAsync("kshot");
        await Eventually.BeAsync(clock, async () => await api.StatusAsync(id) == "delivered", "it has ended");
        clock.Advance(TimeSpan.FromDays(8));
        while (await gateway.RunJobAsync("remove-contents") > 0)
        {
        }

        Assert.NotNull((string?)(await api.GetAsync($"/v1/messages/{id}")).Json["contentRemovedAt"]);
        return id;
    }

    private static async Task<IEnumerable<string>> FoundAsync(Api api)
    {
        var answer = await api.GetAsync("/v1/messages?to=01012341234");
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json["items"]!.AsArray().Select(item => (string)item!["id"]!).Order();
    }
}

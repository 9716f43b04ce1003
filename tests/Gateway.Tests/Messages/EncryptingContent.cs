using System.Text;
using Gateway.Simulator.Agents;
using Gateway.Tests.Insight;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Messages;

/// <summary><c>Gateway:EncryptContent</c>: what people wrote lies encrypted in the state database, and everybody who may read it still does.</summary>
public sealed class EncryptingContent
{
    private const string Reserved = """, "scheduledAt": "2027-03-02T13:00:00+09:00" """;

    private static readonly DateTimeOffset Start = new(2027, 3, 2, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Leaves_nothing_that_people_wrote_in_the_state_database_over_a_whole_life()
    {
        var world = await WorldAsync(encrypted: true);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        await using var receiver = new WebhookReceiver();
        await gateway.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}" }""");

        var sent = await gateway.Api.PostAsync("/v1/messages", $$"""
            { "channel": "alimtalk", "vendor": "kshot", "from": "15777985", "text": "geheim 알림 #{v}", "metadata": { "m": "geheim" },
              "to": { "phone": "01012340001", "name": "geheim", "reference": "r-1", "variables": { "v": "geheim-1" } },
              "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "order01", "buttons": [ { "name": "geheim", "type": "WL", "urlMobile": "https://geheim.example" } ] },
              "fallback": { "by": "gateway", "vendor": "other", "channel": "lms", "text": "geheim 문자 #{v}", "subject": "geheim" } }
            """, ("Idempotency-Key", "single"));
        Assert.True(sent.Status == 202, sent.ToString());
        var first = (string)sent.Json["messages"]![0]!["id"]!;
        var batch = await gateway.Api.PostAsync("/v1/batches", """
            { "defaults": { "channel": "lms", "vendor": "kshot", "from": "15777985", "text": "geheim 묶음 #{v}", "subject": "geheim" },
              "messages": [ { "to": { "phone": "01012340002", "variables": { "v": "2" } } }, { "to": { "phone": "01012340003", "variables": { "v": "3" } } } ] }
            """, ("Idempotency-Key", "batch"));
        Assert.True(batch.Status == 202, batch.ToString());
        var lines = await gateway.Api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot", Encoding.UTF8.GetBytes($$"""
            { "to": { "phone": "01012340004", "name": "geheim" }, "text": "geheim 줄" }
            { "to": "01012340005", "text": "geheim {{new string('a', 100)}}" }
            """), "application/x-ndjson");
        Assert.Equal((202, 1, 1), (lines.Status, (int)lines.Json["accepted"]!, (int)lines.Json["rejected"]!));
        await PassUntilAsync(clock, async () => await world.QueuedRowsAsync() == 4);
        var rows = string.Join(';', (await world.Vendor.QueryAsync("SELECT * FROM agent_msgqueue")).SelectMany(row => row.Values));
        Assert.All(["geheim 알림 geheim-1", "geheim 묶음 2", "geheim 묶음 3", "geheim 줄"], text => Assert.Contains(text, rows, StringComparison.Ordinal));

        await using var agent = new KshotSimulator(world.Vendor, KshotSimulator.Fast with { Outcomes = new OutcomeOptions { Endings = new Dictionary<string, string> { ["0001"] = "3016" } } });
        await PassUntilAsync(clock, async () =>
        {
            await gateway.RunJobAsync("collect-reports/kshot");
            await gateway.RunJobAsync("start-fallbacks");
            return await world.Vendor.CountAsync("SELECT count(*) FROM other_queue") == 1 && receiver.All.Count(got => got.Type == "message.delivered") == 3;
        });

        var message = (await gateway.Api.GetAsync($"/v1/messages/{first}")).Json;
        Assert.Equal(("geheim", "geheim 알림 geheim-1", "geheim"), ((string?)message["to"]!["name"], (string?)message["text"], (string?)message["metadata"]!["m"]));
        var second = (await gateway.Api.GetAsync($"/v1/messages/{message["fallback"]!["messageId"]}")).Json;
        Assert.Equal(("geheim", "geheim 문자 geheim-1", "geheim"), ((string?)second["to"]!["name"], (string?)second["text"], (string?)second["subject"]));
        Assert.Contains("geheim 문자 geheim-1", string.Join(';', (await world.Vendor.QueryAsync("SELECT * FROM other_queue"))[0].Values), StringComparison.Ordinal);
        Assert.Contains(receiver.All, got => got.MessageId == first && (string?)got.Json["data"]!["text"] == "geheim 알림 geheim-1");
        Assert.Equal("geheim 묶음 2", (string?)(await gateway.Api.GetAsync("/v1/messages?to=01012340002")).Json["items"]![0]!["text"]);
        Assert.Contains("geheim 묶음 2", (await gateway.Api.GetAsync("/v1/events?types=message.delivered")).Text, StringComparison.Ordinal);
        Assert.Empty(await TablesWithAsync(world.State, "geheim"));
        Assert.Contains("gateway.messages", await TablesWithAsync(world.State, "01012340001"));
    }

    [Fact]
    public async Task Reads_and_sends_plain_and_encrypted_messages_side_by_side_and_after_a_change_of_keys()
    {
        var world = await WorldAsync(encrypted: false);
        var clock = new FakeTimeProvider(Start);
        var ids = new List<string>();
        await using (var plain = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            ids.Add(await plain.Api.SendSmsAsync("kshot", text: "geheim 1", more: Reserved));
        }

        Assert.Contains("gateway.messages", await TablesWithAsync(world.State, "geheim 1"));
        world.Settings["Gateway:EncryptContent"] = "true";
        await using (var encrypting = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            ids.Add(await encrypting.Api.SendSmsAsync("kshot", text: "geheim 2", more: Reserved));
        }

        await world.State.ExecuteAsync("UPDATE gateway.data_protection_keys SET xml = replace(regexp_replace(xml, '(<(creation|activation)Date>)[^<]*', '\\12020-01-01T00:00:00Z', 'g'), substring(xml FROM '<expirationDate>[^<]*'), '<expirationDate>2020-04-01T00:00:00Z')");
        await using (var encrypting = await ClockedGateway.StartAsync(world.Settings, clock))
        {
            ids.Add(await encrypting.Api.SendSmsAsync("kshot", text: "geheim 3", more: Reserved));
        }

        // A payload begins with four bytes that say what it is and the sixteen of its key's id.
        Assert.Equal(2, await world.State.CountAsync("SELECT count(DISTINCT left(details ->> 'Sealed', 24)) FROM gateway.messages WHERE details IS NOT NULL"));
        world.Settings["Gateway:EncryptContent"] = "false";
        await using var again = await ClockedGateway.StartAsync(world.Settings, clock);
        ids.Add(await again.Api.SendSmsAsync("kshot", text: "geheim 4", more: Reserved));
        clock.Advance(TimeSpan.FromHours(2));
        await PassUntilAsync(clock, async () => await world.QueuedRowsAsync() == 4);

        var texts = (await Task.WhenAll(ids.Select(id => again.Api.GetAsync($"/v1/messages/{id}")))).Select(answer => (string?)answer.Json["text"]);
        Assert.Equal(["geheim 1", "geheim 2", "geheim 3", "geheim 4"], texts);
        var sent = (await world.Vendor.QueryAsync("SELECT * FROM agent_msgqueue")).SelectMany(row => row.Values.OfType<string>()).Where(value => value.StartsWith("geheim", StringComparison.Ordinal));
        Assert.Equal(["geheim 1", "geheim 2", "geheim 3", "geheim 4"], sent.Order());
    }

    [Fact]
    public async Task Keeps_a_message_that_cannot_be_opened_until_it_can_and_stops_no_other()
    {
        var world = await WorldAsync(encrypted: true);
        var clock = new FakeTimeProvider(Start);
        await using var gateway = await ClockedGateway.StartAsync(world.Settings, clock);
        var good = await gateway.Api.SendSmsAsync("kshot", text: "geheim 1", more: Reserved);
        var lost = await gateway.Api.SendSmsAsync("kshot", text: "geheim 2", more: Reserved);
        await world.State.ExecuteAsync($"CREATE TABLE gateway.kept AS SELECT id, details FROM gateway.messages WHERE id = '{lost}'");

        // Nobody can put the words of one message into another's mouth.
        await world.State.ExecuteAsync($"UPDATE gateway.messages SET details = (SELECT details FROM gateway.messages WHERE id = '{good}') WHERE id = '{lost}'");
        Assert.Equal([(null, "scheduled"), ("geheim 1", "scheduled")], (await gateway.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray().Select(item => ((string?)item!["text"], (string?)item["status"])).Order());
        clock.Advance(TimeSpan.FromHours(1));
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(good) == "queued");
        Assert.Equal((0, "accepted"), (await world.QueuedRowsAsync(lost), await gateway.Api.StatusAsync(lost)));

        await world.State.ExecuteAsync("UPDATE gateway.messages m SET details = k.details FROM gateway.kept k WHERE k.id = m.id");
        clock.Advance(TimeSpan.FromMinutes(1));
        await PassUntilAsync(clock, async () => await gateway.Api.StatusAsync(lost) == "queued");
        Assert.Equal("geheim 2", (string?)(await gateway.Api.GetAsync($"/v1/messages/{lost}")).Json["text"]);
    }

    private static async Task<PrivateGateway> WorldAsync(bool encrypted)
    {
        var world = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:EncryptContent"] = encrypted ? "true" : "false";
        return world;
    }

    /// <summary>Every table of the state database in which a word stands, as text or as bytes.</summary>
    private static async Task<IReadOnlyList<string>> TablesWithAsync(Rows state, string word)
    {
        var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word));
        var tables = await state.QueryAsync("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
        var found = new List<string>();
        foreach (var name in tables.Select(table => (string)table["name"]!))
        {
            if (await state.CountAsync($"SELECT count(*) FROM {name} AS t WHERE t::text ILIKE '%{word}%' OR t::text LIKE '%{hex}%'") > 0)
            {
                found.Add(name);
            }
        }

        return found;
    }

    private static Task PassUntilAsync(FakeTimeProvider clock, Func<Task<bool>> look) => Eventually.BeAsync(clock, look, "it happens while the clock goes on");
}

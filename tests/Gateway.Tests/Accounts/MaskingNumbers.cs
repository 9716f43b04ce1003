using System.Text;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Batches;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>Keys without <c>messages:read-pii</c> read everything, but whole numbers and names of people nowhere.</summary>
public sealed class MaskingNumbers(WebhookWorld world) : IClassFixture<WebhookWorld>
{
    private const string Account = "00000000-0000-7000-8000-000000000001";

    /// <summary>What a person could be found by: the number sent to, one in the text, one in the metadata, one that refuses, one that sent a fax, and a name.</summary>
    private static readonly string[] Secrets = ["01012341234", "010-9876-5432", "01055556666", "01077778888", "0299991111", "길동", "01022223333", "01066667777", "01088889999"];

    [Fact]
    public async Task Shows_no_whole_number_and_no_name_on_any_route_that_reads()
    {
        using var masked = await KeyAsync("""["messages:send", "messages:read", "files", "webhooks", "admin"]""");
        var ids = await FillAsync();
        var paths = (await world.Api.GetAsync("/openapi.json")).Json["paths"]!.AsObject()
            .Where(path => path.Key.StartsWith("/v1/", StringComparison.Ordinal) && path.Value!["get"] is not null).Select(path => Filled(path.Key, ids)).ToList();

        var shown = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            var answer = await masked.GetAsync(path);
            shown[path] = $"{answer}";
            Assert.True(answer.Status is 200 or 403 or 404, $"{path}: {answer}");
        }

        Assert.Equal("", string.Join('\n', shown.Where(answer => Secrets.Any(secret => answer.Value.Contains(secret, StringComparison.Ordinal))).Select(answer => $"{answer.Key}: {answer.Value}")));
        var whole = await Task.WhenAll(paths.Select(async path => (await world.Api.GetAsync(path)).Text));
        Assert.All(Secrets, secret => Assert.Contains(whole, text => text.Contains(secret, StringComparison.Ordinal)));
        var message = JsonNode.Parse(shown[$"/v1/messages/{ids["messages"]}"][4..])!;
        Assert.Equal(
            ("010****1234", "홍**", "홍**님 문의 010****5432로", "010****6666입니다", "r-01012340000"),
            ((string?)message["to"]!["phone"], (string?)message["to"]!["name"], (string?)message["text"], (string?)message["metadata"]!["tel"], (string?)message["reference"]));
        Assert.StartsWith("403", shown[$"/v1/faxes/received/{ids["received"]}/content"], StringComparison.Ordinal);
    }

    /// <summary>Faults tell what stands in a line; numbers in it are no less somebody's.</summary>
    [Fact]
    public async Task Shows_none_in_the_answers_to_what_it_sends()
    {
        using var masked = await KeyAsync("""["messages:send", "messages:read"]""");
        const string Lines = """
            { "to": "01012341234", "text": "#{01066667777번} 전화" }
            { "to": { "phone": "01012341234", "name": "홍길동\u0000" }, "text": "a" }
            { "01088889999": 1 }
            """;
        var failed = Guid.NewGuid().ToString();
        await world.State.ExecuteAsync($$"""
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, completed_at, result_code)
            SELECT gateway.new_id('{{world.Now}}'), '{{Account}}', '{{failed}}', 0, 'kshot', '15777985', '01012341234', 'a', 0, '{{world.Now}}', '{{world.Now}}', 5, '{{world.Now}}', 505
            """);
        var answers = new List<Answer>
        {
            await masked.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot&name=01055556666", Encoding.UTF8.GetBytes(Lines), "application/x-ndjson"),
            await masked.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot", "to,text,01066667777\n01012341234,\"#{01088889999}\",1\n"u8.ToArray(), "text/csv"),
            await masked.PostAsync("/v1/batches", """{ "messages": [ { "channel": "sms", "from": "15777985", "to": "01012341234", "text": "#{01066667777번}" } ] }"""),
            await masked.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "#{01066667777번}" }"""),
            await masked.PostAsync($"/v1/batches/{failed}/resend", """{ "defaults": { "text": "#{01066667777번} 전화" } }"""),
        };
        answers.Add(await masked.GetAsync($"/v1/batches/{answers[0].Json["id"]}"));
        answers.Add(await masked.GetAsync($"/v1/batches/{answers[4].Json["id"]}"));
        answers.Add(await masked.GetAsync("/v1/batches"));

        Assert.Equal([202, 202, 422, 422, 202, 200, 200, 200], answers.Select(answer => answer.Status));
        Assert.All(answers, answer => Assert.DoesNotContain(Secrets, secret => answer.Text.Contains(secret, StringComparison.Ordinal)));
        Assert.All(answers, answer => Assert.Contains("****", answer.Text, StringComparison.Ordinal));
    }

    /// <summary>A letter of a name that a vendor cannot write is one of the name.</summary>
    [Theory]
    [InlineData("/to/name", "A key with messages:read-pii sees more.")]
    [InlineData("/text", "biz cannot write: U+3400 㐀 at 1")]
    public void Tells_no_letter_of_a_name(string pointer, string told) => Assert.Equal(
        told, BatchView.Masked(new BatchFault(2, "unmappable_text", pointer, "biz cannot write: U+3400 㐀 at 1")).Detail);

    [Fact]
    public async Task Lets_it_send_search_and_cancel_by_whole_numbers()
    {
        using var masked = await KeyAsync("""["messages:send", "messages:read"]""");
        var sent = await masked.PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "010-4444-1234", "text": "안녕", "scheduledAt": "{{world.Clock.GetUtcNow().AddDays(1):O}}" }""");
        Assert.Equal((202, "01044441234"), (sent.Status, (string?)sent.Json["messages"]?[0]!["to"]));

        var found = (await masked.GetAsync("/v1/messages?to=01044441234")).Json["items"]![0]!;
        var canceled = await masked.PostAsync($"/v1/messages/{found["id"]}/cancel", "");

        Assert.Equal(("010****1234", 200, "010****1234"), ((string?)found["to"]!["phone"], canceled.Status, (string?)canceled.Json["to"]!["phone"]));
    }

    [Fact]
    public async Task Tells_an_endpoint_what_the_key_that_gave_its_address_may_see()
    {
        using var masked = await KeyAsync("""["webhooks"]""");
        await using var receiver = new WebhookReceiver();
        var webhook = (await masked.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": ["message.queued"] }""")).Json;
        Assert.True((bool)webhook["masked"]!);

        var first = await world.Api.SendSmsAsync("kshot", "01012341234", "전화 01012341234");
        var told = await world.ArrivesAsync(receiver, got => got.MessageId == first, "the masked event arrives");
        Assert.Equal(("010****1234", "전화 010****1234"), ((string?)told.Json["data"]!["to"]!["phone"], (string?)told.Json["data"]!["text"]));

        await world.PatchAsync(webhook, """{ "description": "the same address" }""");
        Assert.True((bool)(await world.WebhookAsync(webhook))["masked"]!);
        await world.PatchAsync(webhook, $$"""{ "url": "{{receiver.Url}}" }""");
        var second = await world.Api.SendSmsAsync("kshot", "01012341234");
        Assert.Equal("01012341234", (string?)(await world.ArrivesAsync(receiver, got => got.MessageId == second, "the whole event arrives")).Json["data"]!["to"]!["phone"]);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Shows_nothing_of_what_an_endpoint_answered()
    {
        using var masked = await KeyAsync("""["webhooks"]""");
        await using var receiver = new WebhookReceiver();
        var webhook = await world.RegisterAsync(receiver, "\"message.queued\"");
        var id = await world.Api.SendSmsAsync("kshot", "01012341234");
        await world.ArrivesAsync(receiver, got => got.MessageId == id, "the event arrives");
        var deliveries = $"/v1/webhooks/{webhook["id"]}/deliveries";
        await world.PassUntilAsync(async () => (await world.Api.GetAsync(deliveries)).Text.Contains("succeeded", StringComparison.Ordinal), "the delivery is recorded", TimeSpan.FromMilliseconds(100));
        await world.State.ExecuteAsync($"UPDATE gateway.deliveries SET answer = 'got 홍길동 01012341234' WHERE webhook_id = '{webhook["id"]}'");

        var (whole, part) = (await world.Api.GetAsync(deliveries), await masked.GetAsync(deliveries));

        Assert.Contains("got 홍길동 01012341234", whole.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("got", part.Text, StringComparison.Ordinal);
        await world.DeleteAsync(webhook);
    }

    [Fact]
    public async Task Gives_the_list_of_opt_outs_as_a_file_only_whole()
    {
        using var masked = await KeyAsync("""["admin"]""");
        var file = new HttpRequestMessage(HttpMethod.Get, "/v1/optouts") { Headers = { { "Accept", "text/csv" } } };

        Assert.Equal(403, (await masked.SendAsync(file)).Status);
    }

    private async Task<Api> KeyAsync(string scopes)
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var created = await world.Api.PostAsync($"/v1/accounts/{Account}/keys", $$"""{ "name": "masked", "scopes": {{scopes}} }""");
        Assert.Equal(201, created.Status);
        return new Api(world.Api.Address, (string)created.Json["key"]!);
    }

    /// <summary>One of everything that tells of people.</summary>
    private async Task<Dictionary<string, string>> FillAsync()
    {
        var sent = await world.Api.PostAsync("/v1/messages", """
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "to": { "phone": "01012341234", "name": "홍길동", "reference": "r-01012340000" }, "text": "홍길동님 문의 010-9876-5432로", "metadata": { "tel": "01055556666입니다", "01022223333": "홍길동" } }
            """);
        Assert.Equal(202, sent.Status);
        var id = (string)sent.Json["messages"]![0]!["id"]!;
        await world.PassUntilAsync(async () => await world.Api.StatusAsync(id) == "queued", "the message is queued", TimeSpan.FromMilliseconds(100));
        await world.Api.PostAsync("/v1/optouts", """{ "number": "01077778888", "comment": "called from 01077778888" }""");
        var batch = await world.Api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kshot", Encoding.UTF8.GetBytes("""
            { "to": { "phone": "01012341234", "variables": {} }, "text": "#{01066667777번} 전화 010-9876-5432" }
            { "01088889999": 1 }
            """), "application/x-ndjson");
        var fax = $"{Guid.CreateVersion7(world.Clock.GetUtcNow())}";
        await world.State.ExecuteAsync($$"""
            INSERT INTO gateway.received_faxes (id, account_id, vendor, vendor_key, sender, recipient, file_name, received_at, created_at)
            VALUES ('{{fax}}', '{{Account}}', 'x', '1', '0299991111', '030301234567', 'R1.tif', '{{world.Now}}', '{{world.Now}}')
            """);
        await world.State.ExecuteAsync($$"""
            INSERT INTO gateway.events (id, account_id, type, occurred_at, data) VALUES (gateway.new_id('{{world.Now}}'), '{{Account}}', 8, '{{world.Now}}', '{ "id": "{{fax}}", "from": "0299991111" }')
            """);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        return new Dictionary<string, string> { ["messages"] = id, ["batches"] = (string)batch.Json["id"]!, ["received"] = fax, ["accounts"] = Account };
    }

    private static string Filled(string path, Dictionary<string, string> ids)
    {
        var parts = path.Split('/');
        return string.Join('/', parts.Select((part, i) => part.StartsWith('{') ? ids.GetValueOrDefault(parts[i - 1], "01a1fae5-ff79-720d-bb24-871ec6eb9fcd") : part));
    }
}

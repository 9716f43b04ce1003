using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Resends;

/// <summary>What failed of a batch is sent again, each message once.</summary>
public sealed class ResendingBatches(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Sends_what_failed_again_word_for_word_and_each_message_once()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);

        var again = await tenant.Api.ResendAsync(id);
        var second = await tenant.Api.ResendAsync(id);

        Assert.Equal("202 2 0", again.Said());
        Assert.Equal(id, (string?)again.Json["resendOf"]);
        Assert.Equal("422 nothing_to_resend", second.Said());
        Assert.Contains("2 were sent again before", (string?)second.Json["detail"], StringComparison.Ordinal);
        var batch = (await tenant.Api.GetAsync($"/v1/batches/{again.Json["id"]}")).Json;
        Assert.Equal((id, "봄", 2), ((string?)batch["resendOf"], (string?)batch["name"], (int)batch["accepted"]!));
        Assert.Null((string?)(await tenant.Api.GetAsync($"/v1/batches/{id}")).Json["resendOf"]);
        var messages = await FailedBatch.MessagesAsync(tenant.Api, again.Json["id"]!);
        Assert.Equal(
            ["01000000405  안녕 2 ", "01000000505 홍길동 안녕 1 r-1"],
            messages.Select(message => $"{message["to"]!["phone"]} {message["to"]!["name"]} {message["text"]} {message["reference"]}"));
        Assert.Equal("v", (string?)messages[1]["metadata"]!["k"]);
    }

    [Fact]
    public async Task Sends_what_failed_again_of_what_was_sent_again()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);
        var again = (string)(await tenant.Api.ResendAsync(id)).Json["id"]!;
        await FailedBatch.EndsAsync(tenant.Api, again, 2);

        var third = await tenant.Api.ResendAsync(again, """{ "statuses": ["failed"] }""");

        Assert.Equal(("202 1 0", again), (third.Said(), (string?)third.Json["resendOf"]));
    }

    [Fact]
    public async Task Takes_the_ends_that_are_asked_for_and_the_changed_fields()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);

        var again = await tenant.Api.ResendAsync(
            id, $$"""{ "statuses": ["failed"], "name": "second", "defaults": { "channel": "lms", "priority": "bulk", "reference": "r-2", "scheduledAt": "{{Tomorrow}}" } }""");

        Assert.Equal("202 1 0", again.Said());
        var message = Assert.Single(await FailedBatch.MessagesAsync(tenant.Api, again.Json["id"]!));
        Assert.Equal(
            ("lms", "bulk", "r-2", "scheduled", "안녕 1"),
            ((string?)message["channel"], (string?)message["priority"], (string?)message["reference"], (string?)message["status"], (string?)message["text"]));
        Assert.Equal("second", (string?)(await tenant.Api.GetAsync($"/v1/batches/{again.Json["id"]}")).Json["name"]);
    }

    [Fact]
    public async Task Sends_again_what_has_ended_while_the_rest_still_runs()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(
            tenant.Api, $$"""{{FailedBatch.Three}}, { "to": "01000000505", "text": "later", "scheduledAt": "{{Tomorrow}}" }""", ended: 3);

        var first = await tenant.Api.ResendAsync(id);
        await tenant.Api.PostAsync($"/v1/batches/{id}/cancel", "");
        var unasked = await tenant.Api.ResendAsync(id);
        var rest = await tenant.Api.ResendAsync(id, """{ "statuses": ["failed", "expired", "canceled"] }""");

        Assert.Equal(("202 2 0", "stillRunning 1"), (first.Said(), first.Skipped()));
        Assert.Equal("422 nothing_to_resend", unasked.Said()); // Who canceled a message does not want it sent.
        Assert.Equal(("202 1 0", "alreadyResent 2"), (rest.Said(), rest.Skipped()));
        Assert.Equal("later", (string?)Assert.Single(await FailedBatch.MessagesAsync(tenant.Api, rest.Json["id"]!))["text"]);
    }

    [Fact]
    public async Task Leaves_out_what_has_lost_its_content_what_fails_again_and_what_a_fallback_has_delivered()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var id = Guid.NewGuid().ToString();
        await InsertAsync(tenant, id, ("removed", "505", ""), ("for good", "2", ""), ("for now", "3", ""), ("fell back", "3", "delivered"), ("falls back", "3", "sending"), ("fell twice", "3", "failed"));
        await gateway.State.ExecuteAsync($"UPDATE gateway.messages SET content_removed_at = now(), body = NULL, recipient = 'h' WHERE batch_id = '{id}' AND body = 'removed'");

        var again = await tenant.Api.ResendAsync(id, """{ "onlyRetryable": true, "defaults": { "vendor": "kpg" } }""");

        Assert.Equal("202 2 0", again.Said());
        Assert.Equal("notRetryable 1, contentRemoved 1, fallbackDelivered 1, stillRunning 1", again.Skipped());
        Assert.Equal(["fell twice", "for now"], (await FailedBatch.MessagesAsync(tenant.Api, again.Json["id"]!)).Select(message => (string?)message["text"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Says_why_when_nothing_is_left_that_could_be_sent()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var id = Guid.NewGuid().ToString();
        await InsertAsync(tenant, id, ("removed", "505", ""), ("removed", "505", ""));
        await gateway.State.ExecuteAsync($"UPDATE gateway.messages SET content_removed_at = now(), body = NULL, recipient = 'h' WHERE batch_id = '{id}'");

        var answer = await tenant.Api.ResendAsync(id);

        Assert.Equal("422 nothing_to_resend", answer.Said());
        Assert.Contains("the contents of 2 are removed", (string?)answer.Json["detail"], StringComparison.Ordinal);
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.batches WHERE account_id = '{tenant.Id}'"));
    }

    [Fact]
    public async Task Checks_everything_as_for_new_messages_and_keeps_what_was_rejected()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true, "scopes": ["messages:send", "messages:read", "messages:read-pii"] """);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);
        var account = $$"""{ "name": "{{Guid.NewGuid():N}}", "status": "active", "registeredSendersOnly": """;
        await PutAsync($"/v1/accounts/{tenant.Id}", account + "true }");
        var refused = await Eventually.GetAsync(
            () => tenant.Api.ResendAsync(id, """{ "defaults": { "priority": "bulk" } }"""), answer => answer.Said() == "202 0 2", "the new rule counts");
        var rejects = (await tenant.Api.GetAsync($"/v1/batches/{refused.Json["id"]}/rejects")).Text;
        await PutAsync($"/v1/accounts/{tenant.Id}", account + "false }");

        var again = await Eventually.GetAsync(() => tenant.Api.ResendAsync(id), answer => answer.Said() != "202 0 2", "the rule is gone");

        Assert.Equal(["1 unregistered_sender /from", "2 unregistered_sender /from"], refused.Faults());
        Assert.StartsWith("line,code,pointer,detail,json\r\n1,unregistered_sender,/from,", rejects.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains("안녕 1", rejects, StringComparison.Ordinal);
        Assert.Equal("202 2 0", again.Said());
    }

    [Fact]
    public async Task Refuses_what_the_account_may_not_send_any_more_today()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 1 """);
        var id = Guid.NewGuid().ToString();
        await InsertAsync(tenant, id, ("a", "3", ""), ("b", "3", ""));

        var first = await tenant.Api.ResendAsync(id);
        var rest = await tenant.Api.ResendAsync(id);
        await tenant.Api.PostAsync($"/v1/batches/{first.Json["id"]}/cancel", "");

        Assert.Equal(("202 1 1", "2 daily_quota_exceeded"), (first.Said(), Assert.Single(first.Faults())));
        Assert.Equal(("202 0 1", "alreadyResent 1"), (rest.Said(), rest.Skipped()));
    }

    [Fact]
    public async Task Answers_a_repeated_request_as_the_first()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);
        var key = Guid.NewGuid().ToString();

        var first = await tenant.Api.ResendAsync(id, key: key);
        var again = await tenant.Api.ResendAsync(id, key: key);
        var other = await tenant.Api.ResendAsync(id, """{ "onlyRetryable": true }""", key);

        Assert.Equal("202 2 0", first.Said());
        Assert.Equal((first.Text, "true"), (again.Text, again.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal("422 idempotency_key_reused", other.Said());
    }

    [Fact]
    public async Task Works_as_the_document_shows_it()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var id = await FailedBatch.SendAsync(tenant.Api, FailedBatch.Three, ended: 3);

        var retryable = await tenant.Api.ResendAsync(id, ResendExamples.Failed.Json);
        var failed = await tenant.Api.ResendAsync(id, ResendExamples.OtherVendor.Json);

        Assert.Equal(("422 nothing_to_resend", "202 1 0"), (retryable.Said(), failed.Said()));
        var shown = JsonNode.Parse(ResendExamples.Accepted.Json)!.AsObject();
        Assert.Equal(shown.Select(field => field.Key), failed.Json.AsObject().Select(field => field.Key));
        Assert.Equal(shown["skipped"]!.AsObject().Select(field => field.Key), failed.Json["skipped"]!.AsObject().Select(field => field.Key));
    }

    [Theory]
    [InlineData("""{ "statuses": ["delivered", "queued"] }""", "/statuses/0 not_resendable, /statuses/1 not_resendable")]
    [InlineData("""{ "statuses": [] }""", "/statuses required")]
    [InlineData("""{ "defaults": { "to": "01012341234" } }""", "/defaults/to unexpected_field")]
    public async Task Refuses_what_cannot_be_meant(string body, string faults)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await tenant.Api.ResendAsync(Guid.NewGuid().ToString(), body);

        Assert.Equal((422, faults), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"))));
    }

    [Fact]
    public async Task Keeps_accounts_and_test_messages_apart()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var other = await Tenant.CreateAsync(_admin);
        using var test = await Tenant.CreateAsync(_admin, key: FailedBatch.TestKey);
        var (live, tried) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await InsertAsync(tenant, live, ("a", "3", ""));
        await InsertAsync(test, tried, ("a", "3", ""));
        var liveKey = await _admin.PostAsync($"/v1/accounts/{test.Id}/keys", """{ "name": "live" }""");
        using var alive = new Api(_admin.Address, (string)liveKey.Json["key"]!);

        var batch = await FailedBatch.SendAsync(test.Api, FailedBatch.Three, ended: 3);

        Assert.Equal("404 not_found", (await other.Api.ResendAsync(live)).Said());
        Assert.Equal("404 not_found", (await other.Api.ResendAsync(batch)).Said());
        Assert.Equal("403 test_key", (await test.Api.ResendAsync(tried)).Said());
        await gateway.State.ExecuteAsync($"UPDATE gateway.messages SET vendor = 'test' WHERE batch_id = '{tried}'");
        Assert.Equal("403 test_key", (await alive.ResendAsync(tried)).Said());
        Assert.Equal("202 1 0", (await test.Api.ResendAsync(tried)).Said());
    }

    private static string Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);

    private async Task PutAsync(string path, string body)
    {
        var answer = await _admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") });
        Assert.True(answer.Status == 200, answer.ToString());
    }

    /// <summary>Messages that KShot has failed with a code (3: retryable), some with a fallback of the gateway in a status.</summary>
    private Task InsertAsync(Tenant tenant, string batchId, params (string Text, string Code, string Fallback)[] messages) => gateway.State.ExecuteAsync(string.Concat(messages.Select(message => $"""
        WITH second AS (
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, fallback_of)
            SELECT gateway.new_id(now()), '{tenant.Id}', '{batchId}', 1, 'kpg', '15777985', '01012341234', 'fallback', 0, now(), now() + interval '1 day', {(message.Fallback switch { "delivered" => 4, "failed" => 5, _ => 1 })}, gen_random_uuid()
            WHERE '{message.Fallback}' <> '' RETURNING id
        )
        INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, completed_at, result_code, vendor_group, vendor_code, falls_back, fallback_id)
        SELECT gateway.new_id(now()), '{tenant.Id}', '{batchId}', 0, 'kpg', '15777985', '01012341234', '{message.Text}', 0, now(), now() + interval '1 day', 5, now(), 505, 'sms', '{message.Code}', false,
            (SELECT id FROM second);
        """)));
}

using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Canceling: what has not been taken is not sent; what has is said honestly.</summary>
public sealed class CancelingMessages(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    public static TheoryData<string> Vendors => ["kpg", "kmy"];

    [Fact]
    public async Task Ends_a_scheduled_message_at_once_and_gives_the_same_answer_again()
    {
        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Tomorrow}\"");

        var first = await CancelAsync(id);
        var second = await CancelAsync(id);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(("canceled", 901, "E_CANCELED"), ((string)first.Json["status"]!, (int)first.Json["result"]!["code"]!, (string)first.Json["result"]!["name"]!));
        Assert.Equal(["scheduled", "canceled"], first.Json["timeline"]!.AsArray().Select(step => (string)step!["status"]!));
        Assert.Equal(1, await EventsAsync(id, 5));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Deletes_the_row_that_no_agent_has_taken(string vendor)
    {
        var rows = gateway.Vendor(vendor);
        var id = await _api.SendSmsAsync(vendor);
        await _api.ReachesAsync(id, "queued");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CancelAsync(id)));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
        Assert.Equal("canceled", await _api.StatusAsync(id));
        Assert.Equal(0, await rows.CountAsync($"SELECT count(*) FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'"));
        Assert.Equal(1, await EventsAsync(id, 5));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Says_409_and_leaves_the_row_alone_when_the_agent_has_taken_it(string vendor)
    {
        var rows = gateway.Vendor(vendor);
        var id = await _api.SendSmsAsync(vendor);
        await _api.ReachesAsync(id, "queued");
        await rows.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 = '{Guid.Parse(id):N}'");

        var answer = await CancelAsync(id);

        Assert.Equal((409, "not_cancelable"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal(1, await rows.CountAsync($"SELECT count(*) FROM agent_msgqueue WHERE etc1 = '{Guid.Parse(id):N}'"));
        Assert.Equal(0, await EventsAsync(id, 5));
        Assert.Equal(0, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE message_id = '{id}' AND cancel_requested_at IS NOT NULL"));
    }

    [Fact]
    public async Task Cancels_what_can_be_of_a_batch_and_counts_the_rest()
    {
        var sent = await _api.PostAsync("/v1/messages", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": ["01012341234", "01012341235", "01012341236"], "text": "안녕" }""");
        var ids = sent.Json["messages"]!.AsArray().Select(message => (string)message!["id"]!).ToList();
        foreach (var id in ids)
        {
            await _api.ReachesAsync(id, "queued");
        }

        await gateway.KshotOnPostgres.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 = '{Guid.Parse(ids[0]):N}'");

        var answer = await _api.PostAsync($"/v1/batches/{sent.Json["batchId"]}/cancel", "");

        Assert.Equal((200, 2, 1, 0), (answer.Status, (int)answer.Json["canceled"]!, (int)answer.Json["tooLate"]!, (int)answer.Json["pending"]!));
        Assert.Equal(404, (await _api.PostAsync($"/v1/batches/{Guid.NewGuid()}/cancel", "")).Status);
    }

    [Fact]
    public async Task Cancels_all_messages_of_a_reference_and_of_this_account_only()
    {
        using var other = await Tenant.CreateAsync(_api);
        var reference = Guid.NewGuid().ToString();
        var more = $", \"scheduledAt\": \"{Tomorrow}\", \"reference\": \"{reference}\"";
        var own = new[] { await _api.SendSmsAsync("kpg", more: more), await _api.SendSmsAsync("kpg", more: more) };
        var foreign = await other.Api.SendSmsAsync("kpg", more: more);

        var answer = await _api.PostAsync("/v1/messages/cancel", $$"""{ "reference": "{{reference}}" }""");

        Assert.Equal((200, 2), (answer.Status, (int)answer.Json["canceled"]!));
        Assert.Equal(["canceled", "canceled"], new[] { await _api.StatusAsync(own[0]), await _api.StatusAsync(own[1]) });
        Assert.Equal("scheduled", await other.Api.StatusAsync(foreign));
        Assert.Equal(422, (await _api.PostAsync("/v1/messages/cancel", "{}")).Status);
    }

    [Fact]
    public async Task Moves_a_scheduled_message_and_its_expiry()
    {
        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Tomorrow}\", \"expireHours\": 5");

        var moved = await PatchAsync(id, $$"""{ "scheduledAt": "{{At(48)}}" }""");

        Assert.Equal(200, moved.Status);
        Assert.Equal(TimeSpan.FromHours(5), (DateTimeOffset)moved.Json["expiresAt"]! - (DateTimeOffset)moved.Json["scheduledAt"]!);
        Assert.Equal(At(48)[..16], ((string)moved.Json["scheduledAt"]!)[..16]);
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.inflight WHERE message_id = '{id}' AND due_at = '{At(48)}'"));
    }

    [Fact]
    public async Task Sends_when_the_new_time_is_now()
    {
        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Tomorrow}\"");

        Assert.Equal(200, (await PatchAsync(id, $$"""{ "scheduledAt": "{{At(0)}}" }""")).Status);

        await _api.ReachesAsync(id, "queued");
        var late = await PatchAsync(id, $$"""{ "scheduledAt": "{{Tomorrow}}" }""");
        Assert.Equal((409, "not_scheduled"), (late.Status, (string)late.Json["code"]!));
    }

    [Theory]
    [InlineData("{}", 422, "/scheduledAt required")]
    [InlineData("""{ "scheduledAt": "2020-01-01T00:00:00Z" }""", 422, "/scheduledAt schedule_in_past")]
    [InlineData("""{ "scheduledAt": "2020-01-01T00:00:00" }""", 400, "/scheduledAt invalid_type")]
    [InlineData("""{ "text": "new" }""", 400, "/text unknown_field")]
    public async Task Names_the_fault_of_a_bad_move(string body, int status, string fault)
    {
        var id = await _api.SendSmsAsync("kpg", more: $", \"scheduledAt\": \"{Tomorrow}\"");

        var answer = await PatchAsync(id, body);

        Assert.Equal((status, fault), (answer.Status, $"{answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"));
    }

    private static string Tomorrow => At(24);

    private static string At(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:00'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private Task<Answer> CancelAsync(string id) => _api.PostAsync($"/v1/messages/{id}/cancel", "");

    private Task<Answer> PatchAsync(string id, string body) =>
        _api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/messages/{id}") { Content = new StringContent(body, null, "application/json") });

    private Task<long> EventsAsync(string id, int type) => gateway.State.CountAsync($"SELECT count(*) FROM gateway.events WHERE message_id = '{id}' AND type = {type}");
}

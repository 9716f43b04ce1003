using System.Globalization;
using System.Text;
using Gateway.Messages;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Holds;

/// <summary>A held batch is checked and stored, and nothing of it leaves before its release.</summary>
public sealed class HoldingBatches(SharedGateway gateway)
{
    private const string TestKey = """ "test": true """;

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Leave_nothing_before_their_release_and_everything_after_it()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var id = await HeldBatch.SendAsync(tenant.Api);
        await HeldBatch.PassAsync(tenant.Api);

        Assert.Equal("held: accepted 3", await tenant.Api.StandsAsync(id));
        var held = (await tenant.Api.GetAsync($"/v1/batches/{id}")).Json;
        Assert.InRange((DateTimeOffset)held["heldUntil"]! - (DateTimeOffset)held["createdAt"]!, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
        var message = (await tenant.Api.GetAsync($"/v1/messages?status=accepted&batchId={id}")).Json["items"]![0]!;
        Assert.True((DateTimeOffset)message["expiresAt"]! < TimeProvider.System.GetUtcNow().AddDays(60), message.ToString());
        Assert.Equal(3, (await tenant.Api.GetAsync("/v1/messages?status=accepted")).Json["items"]!.AsArray().Count);

        var released = await tenant.Api.ReleaseAsync(id);
        await tenant.Api.StandsAsync(id, "completed: delivered 3");
        var again = await tenant.Api.ReleaseAsync(id);

        Assert.Equal((200, 200), (released.Status, again.Status));
        Assert.NotNull((string?)again.Json["releasedAt"]);
    }

    [Theory]
    [InlineData("to,text\n01012341234,안녕\n01012341235,안녕\n", "text/csv")]
    [InlineData("""{ "to": "01012341234", "text": "안녕" }""" + "\n" + """{ "to": "01012341235", "text": "안녕" }""", "application/x-ndjson")]
    public async Task May_be_uploads(string lines, string type)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var sent = await tenant.UploadAsync(lines, "&hold=true", type);
        var id = (string)sent.Json["id"]!;
        await HeldBatch.PassAsync(tenant.Api);

        Assert.Equal("held: accepted 2", await tenant.Api.StandsAsync(id));
        Assert.Equal(200, (await tenant.Api.ReleaseAsync(id)).Status);
        await tenant.Api.StandsAsync(id, "completed: delivered 2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_released_by_somebody_else_where_the_account_says_so(bool isUpload)
    {
        using var tenant = await Tenant.CreateAsync(_admin, """, "twoPersonRelease": true """, """ "test": true, "scopes": ["messages:send", "messages:read"] """);
        var other = await _admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "second", "test": true }""");
        using var second = new Api(_admin.Address, (string)other.Json["key"]!);
        var id = isUpload
            ? (string)(await tenant.UploadAsync("to,text\n01012341234,a\n01012341235,a\n01012341236,a\n", "&hold=true")).Json["id"]!
            : await HeldBatch.SendAsync(tenant.Api);

        var own = await tenant.Api.ReleaseAsync(id);
        await HeldBatch.PassAsync(tenant.Api);
        var before = await tenant.Api.StandsAsync(id);
        var released = await second.ReleaseAsync(id);

        Assert.Equal((403, "second_person_needed"), (own.Status, (string?)own.Json["code"]));
        Assert.Equal("held: accepted 3", before);
        Assert.Equal(200, released.Status);
        await tenant.Api.StandsAsync(id, "completed: delivered 3");
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.audit_log WHERE action = 'batch.released' AND target = '{id}' AND key_id = '{other.Json["id"]}'"));
    }

    [Fact]
    public async Task Stay_canceled_when_they_are_canceled_first()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var id = await HeldBatch.SendAsync(tenant.Api);

        var canceled = await tenant.Api.CancelAsync(id);
        var released = await tenant.Api.ReleaseAsync(id);
        await HeldBatch.PassAsync(tenant.Api);

        Assert.Equal(3, (int)canceled.Json["canceled"]!);
        Assert.Equal((409, "not_held"), (released.Status, (string?)released.Json["code"]));
        Assert.Equal("canceled: canceled 3", await tenant.Api.StandsAsync(id));
    }

    [Fact]
    public async Task Keep_the_times_of_their_messages()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var (tomorrow, later) = (At(1), At(2));
        var id = await HeldBatch.SendAsync(tenant.Api, 2, defaults: $", \"scheduledAt\": \"{tomorrow}\"");
        var ids = (await tenant.Api.GetAsync($"/v1/messages?batchId={id}")).Json["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        var moved = await tenant.Api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/v1/messages/{ids[0]}")
        {
            Content = new StringContent($$"""{ "scheduledAt": "{{later}}" }""", Encoding.UTF8, "application/json"),
        });
        var stillHeld = await DueAsync(id);

        await tenant.Api.ReleaseAsync(id);

        Assert.Equal(200, moved.Status);
        Assert.Equal(2, stillHeld.Count(due => due == InflightMessage.HeldDue));
        Assert.Equal("sending: scheduled 2", await tenant.Api.StandsAsync(id));
        Assert.Equal([DateTimeOffset.Parse(tomorrow, CultureInfo.InvariantCulture), DateTimeOffset.Parse(later, CultureInfo.InvariantCulture)], await DueAsync(id));
        await tenant.Api.CancelAsync(id);
    }

    [Fact]
    public async Task Are_not_released_before_their_upload_has_ended_and_take_nothing_after_a_cancel()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        using var upload = await BrokenUpload.BeginAsync(_admin.Address, "/v1/batches?channel=sms&from=15777985&hold=true", "application/x-ndjson", tenant.Key, Guid.NewGuid().ToString());
        await upload.SendAsync(Lines(0, 3000));
        var id = await Eventually.GetAsync(async () => (string?)(await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray().FirstOrDefault(batch => (int)batch!["accepted"]! >= 2000)?["id"], seen => seen is not null, "a chunk is stored");

        var released = await tenant.Api.ReleaseAsync(id!);
        var canceled = await tenant.Api.CancelAsync(id!);
        var ended = "";
        await Record.ExceptionAsync(async () =>
        {
            await upload.SendAsync(Lines(3000, 3000)); // It may have been hung up on.
            ended = await upload.EndAsync();
        });
        await HeldBatch.PassAsync(tenant.Api);

        Assert.Equal((409, "upload_conflict"), (released.Status, (string?)released.Json["code"]));
        Assert.True((int)canceled.Json["canceled"]! >= 2000, canceled.ToString());
        Assert.Equal($"canceled: canceled {canceled.Json["canceled"]}", await tenant.Api.StandsAsync(id!));
        Assert.NotNull((await tenant.Api.GetAsync($"/v1/batches/{id}")).Json["uploadedAt"]); // It has ended: nothing is added.
        Assert.NotEqual("202", ended);
    }

    [Fact]
    public async Task Say_what_is_wrong_with_a_release()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        using var other = await Tenant.CreateAsync(_admin, key: TestKey);
        var id = await HeldBatch.SendAsync(tenant.Api, more: "");
        var held = await HeldBatch.SendAsync(tenant.Api);

        Assert.Equal((409, "not_held"), Of(await tenant.Api.ReleaseAsync(id)));
        Assert.Equal((404, "not_found"), Of(await other.Api.ReleaseAsync(held)));
        Assert.Equal((404, "not_found"), Of(await tenant.Api.ReleaseAsync(Guid.NewGuid().ToString())));
        Assert.Equal(404, (await other.Api.CancelAsync(held)).Status);
        Assert.Equal("held: accepted 3", await tenant.Api.StandsAsync(held));
        await tenant.Api.CancelAsync(held);

        static (int, string?) Of(Answer answer) => (answer.Status, (string?)answer.Json["code"]);
    }

    /// <summary>What people would get is released by a key whose messages people get.</summary>
    [Fact]
    public async Task Are_not_released_by_a_test_key_where_they_are_real()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var key = await _admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "test", "test": true }""");
        using var trying = new Api(_admin.Address, (string)key.Json["key"]!);
        var id = await HeldBatch.SendAsync(tenant.Api);

        var refused = await trying.ReleaseAsync(id);

        Assert.Equal((403, "test_key"), (refused.Status, (string?)refused.Json["code"]));
        Assert.Equal("held: accepted 3", await tenant.Api.StandsAsync(id));
        await tenant.Api.CancelAsync(id);
    }

    /// <summary>An agent has taken the message; the gateway would send its fallback.</summary>
    [Fact]
    public async Task Have_no_fallback_after_a_cancel()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var id = await HeldBatch.SendAsync(tenant.Api, 1, more: "", defaults: """, "fallback": { "by": "gateway", "channel": "lms", "vendor": "kpg" } """);
        var message = (string)(await tenant.Api.GetAsync($"/v1/messages?batchId={id}")).Json["items"]![0]!["id"]!;
        await tenant.Api.ReachesAsync(message, "queued");
        await gateway.KshotOnPostgres.ExecuteAsync($"UPDATE agent_msgqueue SET state = 1 WHERE etc1 = '{Guid.Parse(message):N}'");

        var canceled = await tenant.Api.CancelAsync(id);
        await gateway.State.ExecuteAsync($$"""
            UPDATE gateway.messages SET status = {MessageStatus.Failed}, completed_at = now(), result_code = 601, vendor_group = 'sms', vendor_code = '3016' WHERE id = '{{message}}';
            DELETE FROM gateway.inflight WHERE message_id = '{{message}}'
            """);

        Assert.Equal(1, (int)canceled.Json["tooLate"]!);
        await Eventually.BeAsync(async () => await gateway.State.CountAsync($"SELECT count(*) FROM gateway.due_fallbacks WHERE message_id = '{message}'") == 0, "the fallback is decided", 60);
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE batch_id = '{id}'"));
    }

    [Fact]
    public async Task Are_due_at_the_same_time_in_code_and_database() => Assert.Equal(1, await gateway.State.CountAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) WHERE gateway.held_due() = '{InflightMessage.HeldDue:O}'")));

    private static string At(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd'T'12:00:00'Z'", CultureInfo.InvariantCulture);

    private static byte[] Lines(int first, int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{ "to": "010{{10_000_000 + i}}", "text": "안녕" }""") + "\n")));

    private async Task<IReadOnlyList<DateTimeOffset>> DueAsync(string id) => [.. (await gateway.State.QueryAsync(
        $"SELECT i.due_at FROM gateway.inflight i JOIN gateway.messages m ON m.id = i.message_id WHERE m.batch_id = '{id}' ORDER BY i.due_at"))
        .Select(row => new DateTimeOffset((DateTime)row["due_at"]!, TimeSpan.Zero))];
}

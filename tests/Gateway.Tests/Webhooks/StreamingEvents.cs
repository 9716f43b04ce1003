using Gateway.Tests.Support;
using Gateway.Webhooks.Feed;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Webhooks;

/// <summary>The feed as a stream: the same events in the same order, and no gap wherever it broke off.</summary>
public sealed class StreamingEvents(SharedGateway gateway)
{
    private const string Path = "/v1/events/stream";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Tells_what_the_feed_tells_and_its_ids_are_cursors_of_the_feed()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await using var stream = await OpenAsync(tenant, "?start=latest");
        await stream.UpToDateAsync();
        var start = stream.LastId;

        var id = await tenant.Api.SendSmsAsync("kpg");
        var queued = await stream.ArrivesAsync(sent => sent.Type == "message.queued", "the event comes");

        Assert.Equal((200, "text/event-stream"), ((int)stream.Response.StatusCode, stream.Response.Content.Headers.ContentType!.ToString()));
        Assert.Equal("no-store", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal(id, (string)queued.Json["data"]!["id"]!);
        var feed = (await tenant.Api.GetAsync($"/v1/events?cursor={start}")).Json["items"]!.AsArray();
        Assert.Equal(feed[0]!.ToJsonString(), queued.Json.ToJsonString());
        Assert.Empty((await tenant.Api.GetAsync($"/v1/events?cursor={queued.Id}")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Goes_on_behind_its_last_id_without_a_gap_and_without_doubles()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await HappenAsync(tenant, 0, 250);
        var seen = new List<int>();
        string? last = null;
        while (seen.Count < 300)
        {
            // Broken off in the middle of a page, each time somewhere else; more happens in between.
            await using var stream = await OpenAsync(tenant, "", last);
            await stream.ArrivesAsync(_ => stream.Events.Count() > 30 || stream.Comments.Contains("up to date"), "some come");
            var some = stream.Events.Take(31 + (seen.Count % 7)).ToList();
            seen.AddRange(some.Select(Number));
            last = some.LastOrDefault()?.Id ?? last;
            if (seen.Count is > 100 and < 140)
            {
                await HappenAsync(tenant, 250, 50);
            }
        }

        Assert.Equal(Enumerable.Range(0, 300), seen);
    }

    [Fact]
    public async Task Tells_an_event_that_commits_after_a_later_one()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await using var stream = await OpenAsync(tenant, "");
        await stream.UpToDateAsync();
        await using var connection = new NpgsqlConnection(gateway.State.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var slow = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var insert = new NpgsqlCommand(Insert(tenant, 1, 1), connection, slow);
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await HappenAsync(tenant, 2, 1);
            await stream.ArrivesAsync(sent => sent.Data is not null, "the second one comes");
            await slow.CommitAsync(TestContext.Current.CancellationToken);
        }

        await stream.ArrivesAsync(sent => sent.Data is not null && Number(sent) == 1, "the first one comes");
        Assert.Equal([2, 1], stream.Events.Select(Number));
    }

    [Fact]
    public async Task Tells_only_the_types_that_are_asked_for_and_numbers_only_to_keys_that_may_read_them()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var masked = new Api(_api.Address, await KeyAsync(tenant, """ "scopes": ["webhooks"] """));
        await HappenAsync(tenant, 0, 3, type: 7);
        await HappenAsync(tenant, 3, 3, type: 9, more: ", 'phone', '01012345678'");

        await using var batches = await OpenAsync(tenant, "?types=batch.completed,fax.*");
        await batches.UpToDateAsync();
        await using var whole = await OpenAsync(tenant, "?types=vendor.*");
        await whole.UpToDateAsync();
        var seen = (await masked.GetAsync($"{Path}?types=vendor.*")).Text;

        Assert.Equal([0, 1, 2], batches.Events.Select(Number));
        Assert.All(whole.Events, sent => Assert.Contains("01012345678", sent.Data));
        Assert.Contains("010****5678", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("01012345678", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_an_account_only_its_own()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var other = await Tenant.CreateAsync(_api);
        await using var stream = await OpenAsync(tenant, "");
        await using var others = await OpenAsync(other, "");
        await others.UpToDateAsync();

        await HappenAsync(tenant, 0, 1);
        await stream.ArrivesAsync(sent => sent.Data is not null, "its own come");
        await HappenAsync(other, 5, 1);
        await others.ArrivesAsync(sent => sent.Data is not null, "the other's come");

        Assert.Equal([0], stream.Events.Select(Number));
        Assert.Equal([5], others.Events.Select(Number));
    }

    [Theory]
    [InlineData("?types=message.sent", null, "400 ?types unknown_event")]
    [InlineData("?start=tomorrow", null, "400 ?start unknown_value")]
    [InlineData("?limit=1", null, "400 ?limit unknown_parameter")]
    [InlineData("?cursor=nonsense", null, "400 ?cursor invalid_cursor")]
    [InlineData("", "nonsense", "400  invalid_cursor")]
    [InlineData("", "evt_01a1fae5ff79720dbb24871ec6eb9fcd", "400  invalid_cursor")]
    [InlineData("?start=latest&cursor={own}", null, "400 ?start unknown_value")]
    [InlineData("?cursor={damaged}", null, "400 ?cursor invalid_cursor")]
    [InlineData("", "{damaged}", "400  invalid_cursor")]
    [InlineData("?cursor={other}", null, "400 ?cursor invalid_cursor")]
    [InlineData("", "{other}", "400  invalid_cursor")]
    [InlineData("?cursor={old}", null, "410 cursor_expired")]
    [InlineData("", "{old}", "410 cursor_expired")]
    [InlineData("", "{ahead}", "410 cursor_expired")]
    public async Task Names_the_fault_of_a_bad_request(string query, string? lastId, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var other = await Tenant.CreateAsync(_api);
        var own = (string)(await tenant.Api.GetAsync("/v1/events")).Json["nextCursor"]!;
        Assert.True(FeedCursor.TryParse(own, Guid.Parse(tenant.Id), out var cursor));
        var words = new Dictionary<string, string>
        {
            ["own"] = own,
            ["damaged"] = own[..9] + (own[9] == 'A' ? 'B' : 'A') + own[10..],
            ["other"] = (string)(await other.Api.GetAsync("/v1/events")).Json["nextCursor"]!,
            ["old"] = (cursor with { At = cursor.At!.Value.AddDays(-401) }).ToText(Guid.Parse(tenant.Id)),
            ["ahead"] = (cursor with { Read = new Moment(cursor.Read.Next + 1_000_000_000, []) }).ToText(Guid.Parse(tenant.Id)),
        };
        string Fill(string text) => words.Aggregate(text, (filled, word) => filled.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal));
        var request = new HttpRequestMessage(HttpMethod.Get, Path + Fill(query));
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", Fill(lastId));
        }

        var answer = await tenant.Api.SendAsync(request);

        Assert.Equal(fault, answer.Status == 400
            ? $"400 {answer.Json["errors"]![0]!["pointer"]} {answer.Json["errors"]![0]!["code"]}"
            : $"{answer.Status} {answer.Json["code"]}");
        Assert.True(answer.Status == 400 || ((string)answer.Json["detail"]!).Contains("start=latest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_asked_by_its_first_address_again_when_it_comes_back()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        string last;
        await using (var first = await OpenAsync(tenant, "?start=latest"))
        {
            await first.UpToDateAsync();
            last = first.LastId;
        }

        await HappenAsync(tenant, 0, 2);
        await using var second = await OpenAsync(tenant, "?start=latest", last);
        await second.UpToDateAsync();

        Assert.Equal([0, 1], second.Events.Select(Number));
    }

    [Fact]
    public async Task Ends_when_its_key_is_revoked_and_leaves_the_others_of_its_account()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var key = await tenant.Api.GetAsync("/v1/events?start=latest");
        Assert.Equal(200, key.Status);
        await using var kept = await ServerSentEvents.OpenAsync(_api.Address, await KeyAsync(tenant, """ "scopes": ["webhooks"] """), Path);
        await using var stream = await OpenAsync(tenant, "");
        await stream.UpToDateAsync();
        await kept.UpToDateAsync();

        Assert.Equal(204, (await _api.DeleteAsync($"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}")).Status);

        Assert.True(await stream.Ended.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("this key is no longer valid", stream.Comments);
        Assert.False(kept.Ended.IsCompleted);
    }

    [Fact]
    public async Task Are_as_many_as_a_key_may_have_and_one_more_when_one_is_closed()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var streams = new List<ServerSentEvents>();
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await OpenAsync(tenant, "?start=latest"));
            await streams[^1].UpToDateAsync();
        }

        var refused = await tenant.Api.GetAsync(Path);
        Assert.Equal((429, "too_many_streams"), (refused.Status, (string)refused.Json["code"]!));
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        Assert.Contains("Limits:StreamsPerKey", (string)refused.Json["detail"]!, StringComparison.Ordinal);

        await streams[0].DisposeAsync();
        await Eventually.BeAsync(async () => (await tenant.Api.GetAsync($"{Path}?start=latest")).Status == 200, "there is room again");
        foreach (var stream in streams.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("""{ "scopes": ["messages:read", "messages:send", "files", "admin"] }""", 403)]
    [InlineData("", 401)]
    public async Task Need_the_scope_of_webhooks(string scopes, int status)
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var api = new Api(_api.Address, scopes.Length == 0 ? null : await KeyAsync(tenant, scopes.Trim('{', '}', ' ')));

        Assert.Equal(status, (await api.GetAsync(Path)).Status);
    }

    private static int Number(SentEvent sent) => (int)sent.Json["data"]!["n"]!;

    private static string Insert(Tenant tenant, int first, int count, int type = 9, string more = "") => $"""
        INSERT INTO gateway.events (id, account_id, type, occurred_at, data)
        SELECT gateway.new_id(now()), '{tenant.Id}', {type}, now(), jsonb_build_object('n', n {more}) FROM generate_series({first}, {first + count - 1}) AS n
        """;

    private static async Task<string> KeyAsync(Tenant tenant, string key)
    {
        using var admin = new Api(tenant.Api.Address, GatewayProcess.AdminKey);
        var created = await admin.PostAsync($"/v1/accounts/{tenant.Id}/keys", $$"""{ "name": "other", {{key}} }""");
        return (string?)created.Json["key"] ?? throw new InvalidOperationException(created.ToString());
    }

    private Task HappenAsync(Tenant tenant, int first, int count, int type = 9, string more = "") => gateway.State.ExecuteAsync(Insert(tenant, first, count, type, more));

    private Task<ServerSentEvents> OpenAsync(Tenant tenant, string query, string? lastId = null) => ServerSentEvents.OpenAsync(_api.Address, tenant.Key, Path + query, lastId);
}

using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Two real gateways on one state database. Both only answer requests, so that whoever waits for a table of theirs is a request.</summary>
public sealed class TwoReplicas : IAsyncLifetime
{
    private PrivateGateway? _world;

    internal PrivateGateway World => _world ?? throw new InvalidOperationException("The gateways did not start.");

    /// <summary>It lives as long as the class.</summary>
    internal GatewayProcess Survivor { get; private set; } = null!; // Set when the fixture starts.

    internal PrivateGateway Ready()
    {
        Assert.SkipWhen(_world is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return World;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        _world = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
        _world.Settings["Gateway:Roles"] = "http";
        Survivor = await _world.StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await Survivor.DisposeAsync();
        }
    }
}

/// <summary>
/// Promise of <c>Idempotency-Key</c>: whichever replica a request reaches, and whenever one dies (SIGKILL), the request is carried out once, and who repeats it gets one answer. A locked table stops requests at the wanted step.
/// </summary>
public sealed class RepeatingAcrossReplicas(TwoReplicas replicas) : IClassFixture<TwoReplicas>
{
    private const string Header = "Idempotency-Key";
    private const string DefaultAccount = "00000000-0000-7000-8000-000000000001";

    private readonly PrivateGateway _world = replicas.Ready();

    private readonly string _key = Guid.NewGuid().ToString();

    private Api Survivor => replicas.Survivor.Api;

    private string Message => $$"""{ "channel": "sms", "from": "15777985", "to": "01012341234", "text": "a", "reference": "{{_key}}" }""";

    private string Webhook => $$"""{ "url": "https://example.com/{{_key}}" }""";

    [Theory]
    [InlineData("messages", 202)]
    [InlineData("webhooks", 201)]
    public async Task Carries_out_one_of_two_that_come_at_once(string kind, int status)
    {
        await using var other = await _world.StartProcessAsync();
        Task<Answer> one, two;
        await using (await TableLock.TakeAsync(_world.State, "gateway.idempotency_keys", readable: true))
        {
            one = PostAsync(Survivor, kind);
            two = PostAsync(other.Api, kind);
            await Eventually.BeAsync(async () => await WaitersAsync("idempotency_keys") == 2, "both wait to write the key");
        }

        var answers = await Task.WhenAll(one, two);

        var first = Assert.Single(answers, answer => answer.Status == status && !answer.Headers.ContainsKey("Idempotency-Replayed"));
        IsRepetition(first, Assert.Single(answers, answer => answer != first), kind);
        Assert.Equal(1, await CountAsync(kind));
    }

    [Theory]
    [InlineData("messages", "idempotency_keys", 202)]
    [InlineData("messages", "messages", 202)]
    [InlineData("messages", "inflight", 202)]
    [InlineData("webhooks", "idempotency_keys", 201)]
    [InlineData("webhooks", "webhooks", 201)]
    public async Task Carries_out_one_when_a_replica_is_killed_before_it_wrote(string kind, string table, int status)
    {
        await using var victim = await _world.StartProcessAsync();
        Task<Answer> lost, repeated;
        await using (await TableLock.TakeAsync(_world.State, $"gateway.{table}", readable: true))
        {
            lost = PostAsync(victim.Api, kind);
            await Eventually.BeAsync(async () => await WaitersAsync(table) == 1, "the request waits");
            await victim.KillAsync();

            // The database may still carry out what the dead process had sent to it, so the repeated request meets it there.
            repeated = PostAsync(Survivor, kind);
            // What the dead process had sent waits for no more than half a second, when it is a message.
            await Eventually.BeAsync(async () => await WaitersAsync(table) + await WaitersForAnotherAsync() >= (kind == "messages" ? 1 : 2), "the repeated request waits too");
        }

        var answer = await repeated;
        var again = await PostAsync(Survivor, kind);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
        // What the dead process had sent may have been carried out; then the repeated request is a repetition already.
        Assert.True(answer.Status == status || (kind == "webhooks" && answer.Status == 409), answer.Text);
        IsRepetition(answer, again, kind);
        Assert.Equal(1, await CountAsync(kind));
    }

    [Theory]
    [InlineData("messages", 202)]
    [InlineData("webhooks", 201)]
    public async Task Answers_what_was_carried_out_when_a_replica_is_killed_before_its_answer_was_read(string kind, int status)
    {
        await using var victim = await _world.StartProcessAsync();
        var body = kind == "messages" ? Message : Webhook;
        using (var client = await RawConnection.OpenAsync(victim.Api.Address))
        {
            await client.SendAsync($"POST /v1/{kind} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {GatewayProcess.AdminKey}\r\n{Header}: {_key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            await Eventually.BeAsync(async () => await CountAsync(kind) == 1, "the request is committed");
            await victim.KillAsync();
        }

        var answer = await PostAsync(Survivor, kind);

        Assert.Equal(kind == "messages" ? status : 409, answer.Status);
        IsRepetition(answer, answer, kind);
        Assert.Equal(1, await CountAsync(kind));
    }

    [Fact]
    public async Task Answers_409_while_the_first_is_still_being_stored_and_stops_nobody_else()
    {
        await using (var first = await _world.State.OpenAsync())
        {
            await using var command = first.CreateCommand();
            command.CommandText = $"BEGIN; INSERT INTO gateway.idempotency_keys (account_id, key, request_hash, status, answer, created_at) VALUES ('{DefaultAccount}', '{_key}', '', 202, '', now())";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var answers = await Task.WhenAll(PostAsync(Survivor, "messages"), Survivor.PostAsync("/v1/messages", Message, (Header, _key + "2")), PostAsync(Survivor, "messages"));

            Assert.Equal([409, 202, 409], answers.Select(answer => answer.Status));
            Assert.Equal(("idempotency_key_in_use", "1"), ((string?)answers[0].Json["code"], answers[0].Headers["Retry-After"]));
            command.CommandText = "ROLLBACK";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((202, 2), ((await PostAsync(Survivor, "messages")).Status, await CountAsync("messages")));
    }

    /// <summary>A webhook's secret is shown once: who repeats the request is told the webhook's id.</summary>
    private static void IsRepetition(Answer first, Answer again, string kind)
    {
        if (kind == "messages")
        {
            Assert.Equal((first.Status, first.Text, "true"), (again.Status, again.Text, again.Headers["Idempotency-Replayed"]));
            return;
        }

        Assert.Equal((409, "secret_shown_before", (string?)first.Json["id"]), (again.Status, (string?)again.Json["code"], (string?)again.Json["id"]));
        Assert.NotNull((string?)again.Json["id"]);
    }

    private Task<Answer> PostAsync(Api api, string kind) => api.PostAsync($"/v1/{kind}", kind == "messages" ? Message : Webhook, (Header, _key));

    private Task<long> CountAsync(string kind) => _world.State.CountAsync(kind == "messages"
        ? $"SELECT count(*) FROM gateway.messages WHERE reference = '{_key}'"
        : $"SELECT count(*) FROM gateway.webhooks WHERE url LIKE '%{_key}'");

    /// <summary>A month's table counts too.</summary>
    private Task<long> WaitersAsync(string table) =>
        _world.State.CountAsync($"SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname LIKE '{table}%' AND NOT l.granted");

    /// <summary>Those who wait for somebody else's transaction: the same key is being written.</summary>
    private Task<long> WaitersForAnotherAsync() => _world.State.CountAsync("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE a.datname = current_database() AND l.locktype = 'transactionid' AND NOT l.granted");
}

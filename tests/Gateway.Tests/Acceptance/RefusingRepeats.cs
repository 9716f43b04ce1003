using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Insight;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Accounts with <c>duplicateWindowSeconds</c> or <c>recipientHourlyCap</c>: the same content, or too many, to one recipient are refused, by whichever node and however fast they come.</summary>
public sealed class RefusingRepeats(RepeatWorld world) : IClassFixture<RepeatWorld>
{
    private const string Window = """, "duplicateWindowSeconds": 60 """;
    private const string Cap = """, "recipientHourlyCap": 3 """;

    [Fact]
    public async Task Accepts_one_of_many_that_come_at_once_to_two_nodes_and_names_it()
    {
        using var shop = await world.ShopAsync(Window);
        using var other = world.OnTheOtherNode(shop);

        var rounds = await Task.WhenAll(Enumerable.Range(0, 20).Select(round => Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? shop.Api : other).PostAsync("/v1/messages", Sms($"번호 {round}"))))));

        Assert.All(rounds, answers =>
        {
            var accepted = Assert.Single(answers, answer => answer.Status == 202);
            Assert.All(answers.Where(answer => answer != accepted), answer => Assert.Equal(
                (409, "duplicate_message", "/to/phone duplicate_message", Id(accepted)),
                (answer.Status, (string?)answer.Json["code"], Faults(answer), (string?)answer.Json["errors"]![0]!["messageId"])));
        });
        Assert.Equal(20, await world.CountAsync(shop, "messages"));
        Assert.Equal(20, await world.CountAsync(shop, "recent_contents"));
    }

    [Theory]
    [InlineData(Window, 409)]
    [InlineData(""", "recipientHourlyCap": 1 """, 429)]
    public async Task Decides_rightly_when_a_second_node_asks_before_the_first_has_committed(string settings, int refused)
    {
        using var shop = await world.ShopAsync(settings);
        using var other = world.OnTheOtherNode(shop);
        Task<Answer> first;
        Task<Answer> second;
        await using (await TableLock.TakeAsync(world.State, "gateway.inflight", readable: true))
        {
            first = shop.Api.PostAsync("/v1/messages", Sms("경주"));
            await TableLock.SomebodyWaitsAsync(world.State, "inflight_waiting");
            second = other.PostAsync("/v1/messages", Sms("경주"));
            await Eventually.BeAsync(
                async () => await world.State.CountAsync("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE a.datname = current_database() AND l.locktype = 'transactionid' AND NOT l.granted") > 0,
                "the second waits for the first");
        }

        Assert.Equal((202, refused), ((await first).Status, (await second).Status));
    }

    [Fact]
    public async Task Refuses_only_the_same_content_to_the_same_recipient_within_the_window()
    {
        using var shop = await world.ShopAsync(Window);
        using var neighbour = await world.ShopAsync(Window);
        using var tries = await world.TestKeyAsync(shop);
        await shop.Api.PostAsync("/v1/messages", Sms("하나"));
        var tomorrow = $", \"scheduledAt\": \"{world.Clock.GetUtcNow().AddDays(1):O}\"";

        var differ = new[]
        {
            await shop.Api.PostAsync("/v1/messages", Sms("둘")), await shop.Api.PostAsync("/v1/messages", Sms("하나", "01012340002")), await shop.Api.PostAsync("/v1/messages", Sms("하나", more: tomorrow)),
            await neighbour.Api.PostAsync("/v1/messages", Sms("하나")), await tries.PostAsync("/v1/messages", Sms("하나")),
        };
        var same = new[]
        {
            await shop.Api.PostAsync("/v1/messages", Sms("하나", "+82 10-1234-0001", """, "reference": "r", "metadata": { "a": "b" }, "priority": "high", "from": "0225777985" """)),
            await shop.Api.PostAsync("/v1/messages", Sms("하나", more: tomorrow)), await tries.PostAsync("/v1/messages", Sms("하나")),
        };

        Assert.Equal([202, 202, 202, 202, 202], differ.Select(answer => answer.Status));
        Assert.Equal([409, 409, 409], same.Select(answer => answer.Status));
        world.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(409, (await shop.Api.PostAsync("/v1/messages", Sms("하나"))).Status);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(202, (await shop.Api.PostAsync("/v1/messages", Sms("하나"))).Status);
        Assert.Equal(409, (await shop.Api.PostAsync("/v1/messages", Sms("하나"))).Status);
    }

    [Fact]
    public async Task Answers_a_repetition_with_its_key_and_leaves_the_key_of_a_refused_request_free()
    {
        using var shop = await world.ShopAsync(Window);
        var first = await shop.Api.PostAsync("/v1/messages", Sms("열쇠"), ("Idempotency-Key", "a"));
        var replayed = await shop.Api.PostAsync("/v1/messages", Sms("열쇠"), ("Idempotency-Key", "a"));
        var refused = await shop.Api.PostAsync("/v1/messages", Sms("열쇠"), ("Idempotency-Key", "b"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var later = await shop.Api.PostAsync("/v1/messages", Sms("열쇠"), ("Idempotency-Key", "b"));

        Assert.Equal((202, first.Text, "true"), (replayed.Status, replayed.Text, replayed.Headers.GetValueOrDefault("Idempotency-Replayed")));
        Assert.Equal((409, 202, false), (refused.Status, later.Status, later.Headers.ContainsKey("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Lets_no_recipient_get_more_than_the_cap_within_any_hour_on_two_nodes()
    {
        using var shop = await world.ShopAsync(Cap);
        using var other = world.OnTheOtherNode(shop);
        Assert.Equal(202, (await shop.Api.PostAsync("/v1/messages", Sms("처음"))).Status);
        world.Clock.Advance(TimeSpan.FromMinutes(30));

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? shop.Api : other).PostAsync("/v1/messages", Sms($"번호 {i}"))));

        Assert.Equal(2, answers.Count(answer => answer.Status == 202));
        Assert.All(answers.Where(answer => answer.Status != 202), answer => Assert.Equal(
            (429, "recipient_cap_exceeded", "/to/phone recipient_cap_exceeded"), (answer.Status, (string?)answer.Json["code"], Faults(answer))));
        Assert.InRange(int.Parse(answers.First(answer => answer.Status == 429).Headers["Retry-After"], CultureInfo.InvariantCulture), 1795, 1800);
        Assert.Equal(202, (await shop.Api.PostAsync("/v1/messages", Sms("다른", "01012340002"))).Status);
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal((202, 429), ((await shop.Api.PostAsync("/v1/messages", Sms("다시"))).Status, (await shop.Api.PostAsync("/v1/messages", Sms("또"))).Status));
    }

    [Fact]
    public async Task Refuses_a_batch_whole_with_every_fault_and_takes_nothing_for_it()
    {
        using var shop = await world.ShopAsync(Window + Cap);
        var before = Id(await shop.Api.PostAsync("/v1/messages", Sms("먼저")));
        static string Batch(params string[] messages) => $$"""{ "allowDuplicates": true, "messages": [ {{string.Join(", ", messages)}} ] }""";
        var good = Sms("좋은", "01012340005");

        var refused = await shop.Api.PostAsync("/v1/batches", Batch(good, Sms("먼저"), Sms("같은", "01012340003"), Sms("같은", "01012340003"), ToMany("하나", 4, "01012340004")), ("Idempotency-Key", "x"));
        var mended = await shop.Api.PostAsync("/v1/batches", Batch(good, Sms("같은", "01012340003"), Sms("하나", "01012340004")), ("Idempotency-Key", "x"));

        Assert.Equal((409, "duplicate_message"), (refused.Status, (string?)refused.Json["code"]));
        Assert.Equal(
            "/messages/1/to/phone duplicate_message,/messages/3/to/phone duplicate_message,/messages/4/to/1/phone duplicate_message,/messages/4/to/2/phone duplicate_message,/messages/4/to/3/phone duplicate_message,/messages/4/to/3/phone recipient_cap_exceeded",
            Faults(refused));
        Assert.Equal([before, null, null, null, null, null], refused.Json["errors"]!.AsArray().Select(fault => (string?)fault!["messageId"]));
        Assert.Equal(202, mended.Status);
        Assert.Equal((4, 4, 0), (await world.CountAsync(shop, "messages"), await world.CountAsync(shop, "recent_contents"), await world.CountAsync(shop, "batches") - 1));
    }

    [Fact]
    public async Task Rejects_the_lines_of_an_upload_and_stores_the_others()
    {
        using var shop = await world.ShopAsync(Window + Cap);
        await shop.Api.PostAsync("/v1/messages", Sms("먼저"));

        // Line 2 is refused for its second recipient, so its first one is free for line 3.
        string[] lines =
        [
            Sms("하나", "01012340002"), ToMany("먼저", 1, "01012340003", "\"01012340001\"", "먼저"), Sms("먼저", "01012340003"), Sms("하나", "01012340002"), Sms("먼저"),
            .. Enumerable.Range(0, 4).Select(i => Sms($"번호 {i}", "01012340009")),
        ];
        var answer = await shop.Api.PostAsync("/v1/batches?allowDuplicates=true", Encoding.UTF8.GetBytes(string.Join('\n', lines)), "application/x-ndjson");

        Assert.True(answer.Status == 202, answer.ToString());
        Assert.Equal((5, 4), ((int)answer.Json["accepted"]!, (int)answer.Json["rejected"]!));
        Assert.Equal(
            "2 duplicate_message /to/1/phone,4 duplicate_message /to/phone,5 duplicate_message /to/phone,9 recipient_cap_exceeded /to/phone",
            string.Join(',', answer.Json["errors"]!.AsArray().OrderBy(fault => (int)fault!["line"]!).Select(fault => $"{fault!["line"]} {fault["code"]} {fault["pointer"]}")));
        Assert.Equal((6, 6), (await world.CountAsync(shop, "messages"), await world.CountAsync(shop, "recent_contents")));
    }

    [Fact]
    public async Task Takes_a_batch_of_thousands_in_one_go_and_refuses_it_the_second_time()
    {
        using var shop = await world.ShopAsync(Window + Cap);
        var batch = $$"""{ "defaults": { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "묶음" }, "messages": [ {{string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{ "to": "0101{{i:D7}}" }"""))}} ] }""";

        Assert.Equal(202, (await shop.Api.PostAsync("/v1/batches", batch)).Status);
        var again = await shop.Api.PostAsync("/v1/batches", batch);

        Assert.Equal((409, 100), (again.Status, again.Json["errors"]!.AsArray().Count));
        Assert.Equal(5000, await world.CountAsync(shop, "messages"));
    }

    [Fact]
    public async Task Writes_nothing_for_accounts_without_limits_and_forgets_what_is_over()
    {
        using var plain = await world.ShopAsync("");
        using var shop = await world.ShopAsync(Window + Cap);
        Assert.Equal((202, 202), ((await plain.Api.PostAsync("/v1/messages", Sms("같은"))).Status, (await plain.Api.PostAsync("/v1/messages", Sms("같은"))).Status));
        await shop.Api.PostAsync("/v1/messages", Sms("같은"));
        Assert.Equal((0, 0, 1, 1), (await world.CountAsync(plain, "recent_contents"), await world.CountAsync(plain, "recent_recipients"), await world.CountAsync(shop, "recent_contents"), await world.CountAsync(shop, "recent_recipients")));

        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await PurgeAsync();
        Assert.Equal((0, 1), (await world.CountAsync(shop, "recent_contents"), await world.CountAsync(shop, "recent_recipients")));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await PurgeAsync();
        Assert.Equal(0, await world.CountAsync(shop, "recent_recipients"));
    }

    [Theory]
    [InlineData(""" "duplicateWindowSeconds": 0 """, "/duplicateWindowSeconds out_of_range")]
    [InlineData(""" "duplicateWindowSeconds": 86401, "recipientHourlyCap": 1001 """, "/duplicateWindowSeconds out_of_range,/recipientHourlyCap out_of_range")]
    public async Task Takes_only_limits_that_make_sense(string settings, string faults) =>
        Assert.Equal(faults, Faults(await world.One.Api.PostAsync("/v1/accounts", $$"""{ "name": "{{Guid.NewGuid():N}}", {{settings}} }""")));

    [Fact]
    public async Task Tells_the_audit_log_who_set_the_limits()
    {
        using var shop = await world.ShopAsync(Window);
        await world.One.Api.SendAsync(new HttpRequestMessage(HttpMethod.Put, $"/v1/accounts/{shop.Id}") { Content = new StringContent($$"""{ "name": "{{shop.Id}}", "recipientHourlyCap": 5 }""", Encoding.UTF8, "application/json") });

        var changes = (await shop.Api.GetAsync("/v1/accounts")).Json["items"]![0]!;
        var log = (await world.One.Api.GetAsync("/v1/audit-log")).Json["items"]!.AsArray().Where(entry => (string?)entry!["target"] == shop.Id).ToList();

        Assert.Equal((null, 5), ((int?)changes["duplicateWindowSeconds"], (int?)changes["recipientHourlyCap"]));
        Assert.Equal(
            [("account.changed", null, 5), ("account.created", 60, null)],
            log.Select(entry => ((string?)entry!["action"], (int?)entry["detail"]!["duplicateWindowSeconds"], (int?)entry["detail"]!["recipientHourlyCap"])).Order());
    }

    [Fact]
    public async Task Knows_a_message_again_whatever_vendors_the_routing_rules_choose()
    {
        var own = await TwoVendors.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await ClockedGateway.StartAsync(own.Settings, world.Clock);
        using var shop = await Tenant.CreateAsync(gateway.Api, Window);
        const string message = """
            { "channel": "alimtalk", "from": "15777985", "to": "01012340001", "text": "알림", "kakao": { "senderKey": "0123456789012345678901234567890123456789", "templateCode": "order01" },
              "fallback": { "by": "gateway", "channel": "lms", "text": "문자" } }
            """;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.Api.PostAsync("/v1/messages", message)));

        Assert.Equal((1, 11), (answers.Count(answer => answer.Status == 202), answers.Count(answer => answer.Status == 409)));
    }

    [Fact]
    public async Task Forgets_what_was_not_stored_when_the_process_is_killed_before_the_commit()
    {
        var own = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
        await using var victim = await own.StartProcessAsync();
        using var shop = await Tenant.CreateAsync(victim.Api, Window + Cap);
        await using (await TableLock.TakeAsync(own.State, "gateway.inflight", readable: true))
        {
            var lost = shop.Api.PostAsync("/v1/messages", Sms("죽기"));
            await TableLock.SomebodyWaitsAsync(own.State, "inflight_waiting");
            await victim.KillAsync();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
            await own.State.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'inflight_waiting' AND NOT l.granted");
        }

        await using var heir = await ClockedGateway.StartAsync(own.Settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        using var api = new Api(heir.Api.Address, shop.Key);

        Assert.Equal((202, 409), ((await api.PostAsync("/v1/messages", Sms("죽기"))).Status, (await api.PostAsync("/v1/messages", Sms("죽기"))).Status));
    }

    /// <summary>Until there is nothing to purge, whatever other tests have left.</summary>
    private async Task PurgeAsync()
    {
        while (await world.One.RunJobAsync("purge-old") > 0)
        {
        }
    }

    private static string Sms(string text, string to = "01012340001", string more = "") => More(new JsonObject { ["channel"] = "sms", ["vendor"] = "kshot", ["from"] = "15777985", ["to"] = to, ["text"] = text }, more);

    /// <summary>One message to the same number several times, and to one more.</summary>
    private static string ToMany(string text, int times, string to, string? last = null, string? lastText = null)
    {
        var recipients = Enumerable.Repeat($$"""{ "phone": "{{to}}", "variables": { "t": "{{text}}" } }""", times);
        var all = last is null ? recipients : recipients.Append($$"""{ "phone": {{last}}, "variables": { "t": "{{lastText}}" } }""");
        return $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "#{t}", "to": [ {{string.Join(", ", all)}} ] }""";
    }

    private static string More(JsonObject message, string more)
    {
        foreach (var (name, value) in JsonNode.Parse($"{{ \"channel\": \"sms\" {more} }}")!.AsObject())
        {
            message[name] = value!.DeepClone();
        }

        return message.ToJsonString();
    }

    private static string Id(Answer accepted) => (string)accepted.Json["messages"]![0]!["id"]!;

    private static string Faults(Answer answer) => string.Join(',', answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"));
}

/// <summary>Two gateways on one state database and one clock.</summary>
public sealed class RepeatWorld : IAsyncLifetime
{
    private PrivateGateway? _world;
    private ClockedGateway? _one;
    private ClockedGateway? _two;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 3, 2, 3, 0, 0, TimeSpan.Zero));

    internal Rows State => _world!.State; // Asked for by tests that have an account on it.

    internal ClockedGateway One => _one ?? throw new InvalidOperationException("The gateway did not start.");

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is not null)
        {
            _world = (await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql)).Patient();
            _one = await ClockedGateway.StartAsync(_world.Settings, Clock);
            _two = await ClockedGateway.StartAsync(_world.Settings, Clock);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in new[] { _one, _two }.OfType<ClockedGateway>())
        {
            await gateway.DisposeAsync();
        }
    }

    internal Task<Tenant> ShopAsync(string settings)
    {
        Assert.SkipWhen(_one is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return Tenant.CreateAsync(One.Api, settings);
    }

    internal Api OnTheOtherNode(Tenant tenant) => new(_two!.Api.Address, tenant.Key); // Started beside the first.

    internal async Task<Api> TestKeyAsync(Tenant tenant) =>
        new(One.Api.Address, (string)(await tenant.Api.PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "t", "test": true }""")).Json["key"]!);

    internal Task<long> CountAsync(Tenant tenant, string table) => _world!.State.CountAsync($"SELECT count(*) FROM gateway.{table} WHERE account_id = '{tenant.Id}'"); // There is a tenant.
}

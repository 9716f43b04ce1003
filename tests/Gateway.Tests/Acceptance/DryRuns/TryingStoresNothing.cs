using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Files;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Acceptance.DryRuns;

/// <summary>After a dry run the database is what it was: every table, those of later versions too.</summary>
public sealed class TryingStoresNothing
{
    private const string Settings = """
        , "dailyQuota": 100, "monthlyQuota": 1000, "duplicateWindowSeconds": 600, "recipientHourlyCap": 50,
        "prices": { "sms": 8.4 }
        """;

    /// <summary>What says that a key was used, and that a node and its jobs live, goes on by itself.</summary>
    private static readonly string[] Beating =
        ["gateway.api_keys", "gateway.jobs", "gateway.job_nodes", "gateway.nodes", "gateway.vendor_health"];

    [Fact]
    public async Task And_leaves_every_table_as_it_was_whatever_is_tried()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:Roles"] = "http";
        world.Settings["Vendors:kshot:Attachments:WriteTo"] = Directory.CreateTempSubdirectory("gateway-staging-").FullName;
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api, Settings);
        var picture = await UploadAsync(tenant.Api);
        var failed = await FailedAsync(world.State, tenant.Api);
        var before = await TablesAsync(world.State);
        var counts = await CountsAsync(world.State);
        var kept = FilesOf(world);

        foreach (var request in Requests(picture, failed))
        {
            var answer = await request.TryAsync(tenant.Api, ("Idempotency-Key", "tried"));
            Assert.True(answer.Status is 200 or 400, answer.ToString());
        }

        // With a fault it would not come to where files are kept for longer.
        Assert.Equal(1, (int)(await WithPicture(picture).TriedAsync(tenant.Api))["accepted"]!);
        Assert.Equal(counts, await CountsAsync(world.State));
        Assert.Equal(before, await TablesAsync(world.State));
        Assert.Equal(kept, FilesOf(world));

        // The same requests, sent, do change it: the key was free too.
        var sent = await Requests(picture, failed)[0].SendAsync(tenant.Api, ("Idempotency-Key", "tried"));
        Assert.Equal(202, sent.Status);
        Assert.NotEqual(counts, await CountsAsync(world.State));
    }

    /// <summary>The key by which repeats are known is made by the first message that is stored, and by nothing before.</summary>
    [Fact]
    public async Task And_makes_no_secret_of_an_installation_that_has_sent_nothing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:Roles"] = "http";
        await using var gateway = await world.StartAsync();
        using var tenant = await Tenant.CreateAsync(gateway.Api, """, "duplicateWindowSeconds": 60 """);
        var counts = await CountsAsync(world.State);

        Assert.Equal(200, (await Sms.TryAsync(tenant.Api)).Status);

        Assert.Equal(counts, await CountsAsync(world.State));
        Assert.Equal(202, (await Sms.SendAsync(tenant.Api)).Status);
        Assert.Equal(1, (int)(await Sms.TriedAsync(tenant.Api))["rejected"]!);
    }

    private static TriedRequest Sms => TriedRequest.Json(
        "/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01012340011", "text": "안녕" }""");

    private static TriedRequest WithPicture(string picture) => TriedRequest.Json("/v1/messages", $$"""
        { "channel": "mms", "from": "15777985", "to": "01012340011", "subject": "a", "text": "a", "expireHours": 168,
          "attachments": ["{{picture}}"], "scheduledAt": "{{TimeProvider.System.GetUtcNow().AddDays(300):O}}" }
        """);

    private static List<TriedRequest> Requests(string picture, string failed) =>
    [
        Sms,
        TriedRequest.Json("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "0101", "text": "안녕" }"""),
        WithPicture(picture),
        TriedRequest.Json("/v1/messages", $$"""
            { "channel": "sms", "from": "15777985", "text": "a", "to": [{{string.Join(",", Numbers(101))}}] }
            """),
        TriedRequest.Json("/v1/batches", """
            { "hold": true, "defaults": { "channel": "sms", "from": "15777985" }, "name": "a",
              "messages": [ { "to": "01012340011", "text": "하나" }, { "to": "01012340012", "text": "둘" } ] }
            """),
        TriedRequest.Json("/v1/batches", "{}"),
        Of(TriedRequest.Lines(string.Concat(Numbers(150).Select(to => $$"""{ "to": {{to}}, "text": "안녕" }""" + "\n")))),
        Of(TriedRequest.Lines("no JSON\n", "&hold=true")),
        Of(TriedRequest.Table("to,text\n01012340011,a\n0101,b\n01012340011,a\n", "&pace=1/60&name=a")),
        Of(TriedRequest.Upload(Workbook.Of(["to", "text"], ["01012340011", "a"], ["0101", "a"]), Workbook.Type)),
        TriedRequest.Form(
            """{ "channel": "sms", "from": "15777985", "text": "#{name}님" }""", "to,name\n01012340011,홍길동\n0101,김철수\n"),
        TriedRequest.Json($"/v1/batches/{failed}/resend", """{ "statuses": ["failed", "expired"] }"""),
        TriedRequest.Json($"/v1/batches/{failed}/resend", """{ "defaults": { "channel": "fax" } }"""),
    ];

    private static IEnumerable<string> FilesOf(PrivateGateway world) => [.. Directory.EnumerateFiles(
        world.Settings["Gateway:Files:Root"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static TriedRequest Of(TriedRequest request) =>
        request with { Path = request.Path.Replace("&vendor=kpg", "", StringComparison.Ordinal) };

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(i => $"\"010{20_000_000 + i}\"");

    private static async Task<string> UploadAsync(Api api)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Samples.Jpeg(640, 480)), "file", "a.jpg" },
        };
        var answer = await api.PostAsync(
            "/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        Assert.True(answer.Status == 201, answer.ToString());
        return (string)answer.Json["id"]!;
    }

    /// <summary>Nobody hands over here: the test says how the messages ended.</summary>
    private static async Task<string> FailedAsync(Rows state, Api api)
    {
        var sent = await api.PostAsync("/v1/batches", """
            { "defaults": { "channel": "sms", "from": "15777985" },
              "messages": [ { "to": "01012340001", "text": "하나" }, { "to": "01012340002", "text": "둘" } ] }
            """);
        Assert.True(sent.Status == 202, sent.ToString());
        await state.ExecuteAsync("DELETE FROM gateway.inflight");
        await state.ExecuteAsync("UPDATE gateway.messages SET status = {MessageStatus.Failed}, result_code = 505, completed_at = now()");
        return (string)sent.Json["id"]!;
    }

    private static async Task<List<string>> NamesAsync(Rows state) =>
        [.. (await state.QueryAsync("""
            SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """)).Select(row => (string)row["name"]!)];

    /// <summary>How many rows each table has; all of them.</summary>
    private static async Task<string> CountsAsync(Rows state)
    {
        var names = await NamesAsync(state);
        Assert.True(names.Count > 30, string.Join(", ", names));
        var rows = await state.QueryAsync(string.Join(
            " UNION ALL ", names.Select(name => $"SELECT '{name}' AS name, count(*) AS rows FROM {name}")));
        return string.Join('\n', rows.Select(row => $"{row["name"]} {row["rows"]}"));
    }

    /// <summary>What stands in each table, but for those that change by themselves.</summary>
    private static async Task<string> TablesAsync(Rows state)
    {
        var names = (await NamesAsync(state)).Except(Beating);
        var rows = await state.QueryAsync(string.Join(" UNION ALL ", names.Select(name =>
            $"SELECT '{name}' AS name, md5(string_agg(t::text, ',' ORDER BY t::text)) AS said FROM {name} t")));
        return string.Join('\n', rows.Select(row => $"{row["name"]} {row["said"]}"));
    }
}

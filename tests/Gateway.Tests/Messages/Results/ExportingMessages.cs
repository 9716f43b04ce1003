using System.Globalization;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Messages.Results;

/// <summary>What a search finds, as one file for a spreadsheet.</summary>
public sealed class ExportingMessages(SharedGateway gateway)
{
    private const string LiveKey = """ "scopes": ["messages:send", "messages:read"] """;

    private readonly Api _admin = gateway.Ready();

    /// <summary>Pages of the reading are 1,000 messages, so there are two full ones and one with nothing behind them.</summary>
    [Fact]
    public async Task Gives_everything_that_is_found_newest_first()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        await gateway.State.ExecuteAsync($"""
            WITH made AS (
            INSERT INTO gateway.messages (id, account_id, batch_id, channel, vendor, sender, recipient, body, priority, created_at, expires_at, status, completed_at, result_code)
            SELECT gateway.new_id(now() - interval '1 second' * n), '{tenant.Id}', gen_random_uuid(), n % 2, 'kpg', '15777985', '0101234000' || n % 10, '안녕 ' || n, 0,
                now() - interval '1 second' * n, now() + interval '1 day', 4 + n % 2, now(), n % 2 * 505
            FROM generate_series(1, 4000) AS n RETURNING id, account_id, status)
            INSERT INTO gateway.events (id, account_id, type, message_id, occurred_at)
            SELECT gateway.new_id(now()), account_id, {(short)EventType.MessageFailed}, id, now() FROM made WHERE status = 5
            """);

        var all = await Csv.ReadAsync(tenant.Api);
        var half = await Csv.ReadAsync(tenant.Api, "?status=failed");
        var few = await Csv.ReadAsync(tenant.Api, "?to=01012340003");

        Assert.Equal(await IdsAsync(tenant, "true"), all.Column("id"));
        Assert.Equal(await IdsAsync(tenant, "status = 5"), half.Column("id"));
        Assert.Equal(await IdsAsync(tenant, "recipient = '01012340003'"), few.Column("id"));
        Assert.All(few.Column("to"), to => Assert.Equal("=\"01012340003\"", to));
    }

    [Theory]
    [InlineData("to=010-7777-0001")]
    [InlineData("from=1588-0001")]
    [InlineData("reference=ref-a")]
    [InlineData("channel=lms,sms&vendor=kpg")]
    [InlineData("status=scheduled,delivered")]
    [InlineData("status=delivered&createdFrom=2020-01-01T00:00:00Z")]
    [InlineData("createdTo=2020-01-01T00:00:00%2B09:00")]
    public async Task Takes_the_filters_of_the_list(string query)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        var first = await tenant.Api.SendSmsAsync("kpg", "01077770001", more: """, "reference": "ref-a" """);
        await tenant.Api.ReachesAsync(first, "delivered");
        await SendAsync(tenant, $$"""{ "channel": "lms", "vendor": "kpg", "from": "15880001", "to": "01077770002", "text": "b", "scheduledAt": "{{Tomorrow}}" }""");

        var list = await Csv.AskAsync(tenant.Api, "?" + query, accept: "application/json");
        var file = await Csv.ReadAsync(tenant.Api, "?" + query);

        Assert.Equal(list.Json["items"]!.AsArray().Select(item => (string)item!["id"]!), file.Column("id"));
    }

    [Fact]
    public async Task Says_how_it_ended_in_both_languages_with_times_of_the_zone()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        var id = await tenant.Api.SendSmsAsync("kpg", "01000000405");
        await tenant.Api.ReachesAsync(id, "expired");

        var file = await Csv.ReadAsync(tenant.Api);

        Assert.Equal(["expired", "405", "E_REPORT_EXPIRED"], new[] { "status", "resultCode", "resultName" }.Select(file.One));
        var result = (await tenant.Api.GetAsync($"/v1/messages/{id}")).Json;
        Assert.Equal((string?)result["result"]!["description"], file.One("resultDescription"));
        Assert.Equal((string?)result["result"]!["descriptionKo"], file.One("resultDescriptionKo"));
        Assert.EndsWith("+09:00", file.One("createdAt"), StringComparison.Ordinal);
        Assert.Equal((DateTimeOffset)result["createdAt"]!, DateTimeOffset.Parse(file.One("createdAt"), CultureInfo.InvariantCulture));
        Assert.Equal((DateTimeOffset)result["completedAt"]!, DateTimeOffset.Parse(file.One("completedAt"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Is_harmless_in_a_spreadsheet_and_keeps_zeros()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        await SendAsync(tenant, """
            { "channel": "lms", "vendor": "kpg", "from": "0212345678", "to": { "phone": "01012341234", "name": "+홍길동" }, "subject": "-1", "text": "=1+1, \"a\"\nb",
              "reference": "000123", "metadata": { "a": "b" } }
            """);

        var file = await Csv.ReadAsync(tenant.Api);

        Assert.Equal(
            ["=\"0212345678\"", "=\"01012341234\"", "'+홍길동", "'-1", "'=1+1, \"a\"\nb", "=\"000123\"", """{"a":"b"}"""],
            new[] { "from", "to", "name", "subject", "text", "reference", "metadata" }.Select(file.One));
    }

    [Fact]
    public async Task Has_the_header_in_the_language_that_is_wanted()
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var english = await Csv.ReadAsync(tenant.Api);
        var korean = await Csv.ReadAsync(tenant.Api, language: "ko-KR");
        var other = await Csv.ReadAsync(tenant.Api, language: "fr");

        Assert.Equal(["id", "batchId", "reference", "status"], english.Records[0].Take(4));
        Assert.Equal(["메시지ID", "묶음ID", "참조번호", "상태"], korean.Records[0].Take(4));
        Assert.Equal(english.Records[0], other.Records[0]);
        Assert.Equal(english.Records[0].Count, korean.Records[0].Count);
        Assert.Equal(("en", "ko"), (english.Headers["Content-Language"], korean.Headers["Content-Language"]));
        Assert.Contains("messages.csv", korean.Headers["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_numbers_and_names_for_a_key_that_may_not_see_them()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: LiveKey);
        await SendAsync(tenant, """
            { "channel": "sms", "vendor": "kpg", "from": "15777985", "to": { "phone": "01077712345", "name": "홍길동" }, "text": "홍길동 010-7771-2345" }
            """);

        var file = await Csv.ReadAsync(tenant.Api);

        Assert.Equal(["010****2345", "홍**"], [file.One("to"), file.One("name")]);
        Assert.DoesNotContain("7771", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("길동", file.Text, StringComparison.Ordinal);
    }

    /// <summary>Whatever a stranger knows of a message, the search finds none of it.</summary>
    [Fact]
    public async Task Gives_nothing_of_another_account()
    {
        using var owner = await Tenant.CreateAsync(_admin, key: """ "test": true """);
        using var stranger = await Tenant.CreateAsync(_admin);
        var reference = Guid.NewGuid().ToString("N");
        var sent = await owner.Api.PostAsync("/v1/batches", $$"""
            { "messages": [ { "channel": "sms", "from": "15880001", "to": "01077770009", "text": "a", "reference": "{{reference}}" } ] }
            """);
        var id = (string)sent.Json["id"]!;
        var status = await Eventually.GetAsync(
            async () => (string?)(await owner.Api.GetAsync($"/v1/messages?batchId={id}")).Json["items"]![0]!["status"], seen => seen == "delivered", "it has ended");

        string[] queries = [$"batchId={id}", $"reference={reference}", "to=01077770009", "from=15880001", $"status={status}", "channel=sms", "vendor=test", "createdFrom=2020-01-01T00:00:00Z"];
        foreach (var query in queries)
        {
            Assert.Equal((query, 1), (query, (await Csv.ReadAsync(owner.Api, "?" + query)).Column("id").Count()));
            Assert.Equal((query, 0), (query, (await Csv.ReadAsync(stranger.Api, "?" + query)).Column("id").Count()));
            Assert.Empty((await stranger.Api.GetAsync("/v1/messages?" + query)).Json["items"]!.AsArray());
        }
    }

    [Fact]
    public async Task Refuses_pages_and_names_every_fault()
    {
        var answer = await Csv.AskAsync(_admin, "?limit=10&status=done");

        Assert.Equal((400, "?limit unexpected_parameter, ?status invalid_type"), (answer.Status, string.Join(", ", answer.Json["errors"]!.AsArray()
            .Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/csv, application/json;q=0.9", "text/csv")]
    [InlineData("application/json, text/csv;q=0.5", "application/json")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task Is_a_file_only_for_who_likes_it_best(string accept, string type)
    {
        using var tenant = await Tenant.CreateAsync(_admin);

        var answer = await Csv.AskAsync(tenant.Api, accept: accept);

        Assert.StartsWith(type, answer.Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01012345678", "\"=\"\"01012345678\"\"\"")]
    [InlineData("123456789012", "\"=\"\"123456789012\"\"\"")]
    [InlineData("12345678901", "12345678901")]
    [InlineData("0", "0")]
    [InlineData("0a", "0a")]
    [InlineData("01=", "01=")]
    [InlineData("=0", "'=0")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    public void Writes_digits_as_text_where_a_spreadsheet_would_lose_some(string value, string field) => Assert.Equal(field, CsvField.Kept(value));

    private static string Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);

    private static async Task SendAsync(Tenant tenant, string body, int status = 202)
    {
        var answer = await tenant.Api.PostAsync("/v1/messages", body);
        Assert.True(answer.Status == status, answer.ToString());
    }

    private async Task<IEnumerable<string>> IdsAsync(Tenant tenant, string condition) =>
        (await gateway.State.QueryAsync($"SELECT id::text AS id FROM gateway.messages WHERE account_id = '{tenant.Id}' AND {condition} ORDER BY id DESC")).Select(row => (string)row["id"]!);
}

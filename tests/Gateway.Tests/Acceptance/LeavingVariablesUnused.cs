using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>A variable that no placeholder uses is a mistake somewhere: told as a warning where one person looks at one answer, refused in files that nobody looks through.</summary>
public sealed class LeavingVariablesUnused(SharedGateway gateway)
{
    private const string TestKey = """ "test": true """;
    private const string Query = "/v1/batches?channel=sms&from=15777985";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Of_a_message_is_accepted_with_a_warning_for_each_name()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync("/v1/messages", """
            { "channel": "sms", "from": "15777985", "text": "#{name}님", "to": [
              { "phone": "01012341234", "variables": { "name": "홍", "nmae": "x" } }, { "phone": "01012341235", "variables": { "name": "김", "nmae": "x", "memo": "" } } ] }
            """);

        Assert.Equal(202, answer.Status);
        Assert.Equal(["/to/0/variables/nmae unused_variable", "/to/1/variables/memo unused_variable"], Said(answer, "warnings"));
        Assert.Contains("Did you mean 'name'?", (string)answer.Json["warnings"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_JSON_batch_is_accepted_with_a_warning_that_says_which_message()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync("/v1/batches", """
            { "defaults": { "channel": "sms", "from": "15777985", "text": "#{amount}원" }, "messages": [
              { "to": { "phone": "01012341234", "variables": { "amount": "1" } } },
              { "to": { "phone": "01012341235", "variables": { "amount": "1", "memo": "a" } } },
              { "to": { "phone": "01012341236", "variables": { "amount": "1" } }, "text": "a" } ] }
            """);

        Assert.Equal(202, answer.Status);
        Assert.Equal(["/messages/1/to/variables/memo unused_variable", "/messages/2/to/variables/amount unused_variable"], Said(answer, "warnings"));
    }

    [Fact]
    public async Task Says_nothing_when_all_are_used()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await tenant.Api.PostAsync("/v1/messages", """
            { "channel": "lms", "from": "15777985", "subject": "#{ title }", "text": "#{name}", "to": { "phone": "01012341234", "variables": { "name": "홍", "title": "a" } } }
            """);

        Assert.Equal(202, answer.Status);
        Assert.Null(answer.Json["warnings"]);
    }

    [Fact]
    public async Task Of_a_line_rejects_it_and_says_what_to_do()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var csv = await UploadAsync(tenant, "", "to,name,amount,memo,text\n01012341234,홍,1,,#{amount}원\n01012341235,김,1,old,#{amount}원\n");
        var lines = await UploadAsync(tenant, "", """
            { "to": { "phone": "01012341236", "variables": { "amuont": "1" } }, "text": "a" }
            { "to": { "phone": "01012341237", "variables": { "amount": "1" } }, "text": "#{amount}" }
            """, "application/x-ndjson");

        Assert.Equal("202 1 1", $"{csv.Status} {csv.Json["accepted"]} {csv.Json["rejected"]}");
        Assert.Equal(["/to/variables/memo unused_variable"], Said(csv, "errors"));
        Assert.Contains("send the rejected lines again with ?ignoreUnused=true", (string)csv.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("202 1 1", $"{lines.Status} {lines.Json["accepted"]} {lines.Json["rejected"]}");
        Assert.Equal(["/to/variables/amuont unused_variable"], Said(lines, "errors"));
    }

    [Fact]
    public async Task Is_allowed_when_the_caller_says_so()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await UploadAsync(tenant, "&ignoreUnused=true&text=a", "to,memo\n01012341234,old\n");

        Assert.Equal("202 1 0", $"{answer.Status} {answer.Json["accepted"]} {answer.Json["rejected"]}");
    }

    [Fact]
    public async Task Of_every_line_is_told_once_before_anything_is_stored()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await UploadAsync(tenant, "&text=%23%7Bamount%7D", "to,name,amount,memo,grade\n01012341234,홍,1,a,b\n01012341235,김,1,a,b\n");

        Assert.Equal(422, answer.Status);
        Assert.Equal(["/grade unused_variable", "/memo unused_variable"], Said(answer, "errors"));
        Assert.Contains("Take the column out, or send the file with ?ignoreUnused=true.", (string)answer.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("shceduledAt", "scheduledAt")]
    [InlineData("scheduled_at", "scheduledAt")]
    [InlineData("priorty", "priority")]
    [InlineData("txt", "text")]
    [InlineData("Form", "from")]
    [InlineData("vender", "vendor")]
    public async Task Refuses_a_column_that_is_nearly_a_field_before_anything_is_stored(string column, string field)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await UploadAsync(tenant, "&ignoreUnused=true", $"to,text,{column}\n01012341234,a,2030-01-01T00:00:00Z\n");

        Assert.Equal(422, answer.Status);
        Assert.Equal([$"/{column} unknown_field"], Said(answer, "errors"));
        Assert.Contains($"Did you mean '{field}'?", (string)answer.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Takes_short_columns_that_are_like_short_fields_for_variables()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);

        var answer = await UploadAsync(tenant, "", "to,no,date,code,text\n01012341234,1,2,3,#{no} #{date} #{code}\n");

        Assert.Equal("202 1 0", $"{answer.Status} {answer.Json["accepted"]} {answer.Json["rejected"]}");
    }

    [Fact]
    public async Task Does_not_keep_a_reservation_in_the_query_from_being_one()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        var answer = await UploadAsync(tenant, $"&text=a&scheduledAt={tomorrow}", "to\n01012341234\n");

        Assert.Equal(202, answer.Status);
        var message = Assert.Single((await tenant.Api.GetAsync($"/v1/messages?batchId={answer.Json["id"]}")).Json["items"]!.AsArray())!;
        Assert.Equal($"scheduled {tomorrow}", $"{message["status"]} {((string)message["scheduledAt"]!)[..19]}Z");
    }

    private static Task<Answer> UploadAsync(Tenant tenant, string query, string lines, string type = "text/csv") => tenant.Api.PostAsync(Query + query, Encoding.UTF8.GetBytes(lines), type);

    private static IEnumerable<string> Said(Answer answer, string list) =>
        (answer.Json[list] as JsonArray ?? []).Select(item => $"{item!["pointer"]} {item["code"]}").Order(StringComparer.Ordinal);
}

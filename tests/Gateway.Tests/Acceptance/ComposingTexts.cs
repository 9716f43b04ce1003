using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Files;
using Gateway.Tests.Platform;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Texts, names, headers and file names as macOS writes them, letter by letter: composed before anything is done with them.</summary>
public sealed class ComposingTexts(SharedGateway gateway)
{
    /// <summary>이름 and 홍길동, taken apart.</summary>
    private const string NameHeader = "\u110B\u1175\u1105\u1173\u11B7";
    private const string Person = "\u1112\u1169\u11BC\u1100\u1175\u11AF\u1103\u1169\u11BC";

    /// <summary>가, taken apart: 6 bytes in UTF-8 and 2 in CP949.</summary>
    private const string Ga = "\u1100\u1161";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Counts_and_keeps_what_the_letters_make_together()
    {
        using var tenant = await Tenant.CreateAsync(_api);

        var sent = await tenant.Api.PostAsync("/v1/messages", $$"""
            { "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "{{string.Concat(Enumerable.Repeat(Ga, 44))}}#{ {{NameHeader}} }",
              "to": { "phone": "01012341234", "name": "{{Person}}", "variables": { "이름": "{{Ga}}" } }, "reference": "{{Person}}", "metadata": { "{{Ga}}": "{{Ga}}" } }
            """);

        Assert.True(sent.Status == 202, sent.ToString());
        var message = (await tenant.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json;
        Assert.Equal((new string('가', 45), "홍길동", "홍길동", "가"), ((string?)message["text"], (string?)message["to"]!["name"], (string?)message["reference"], (string?)message["metadata"]!["가"]));
        var found = await tenant.Api.GetAsync($"/v1/messages?reference={Uri.EscapeDataString(Person)}");
        Assert.Single(found.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Takes_both_forms_for_one_request_and_one_content()
    {
        using var tenant = await Tenant.CreateAsync(_api, """, "duplicateWindowSeconds": 60 """);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var apart = await tenant.Api.PostAsync("/v1/messages", Sms(ComposedTests.Apart[..^3]), key);
        var together = await tenant.Api.PostAsync("/v1/messages", Sms(ComposedTests.Together[..^2]), key);
        var again = await tenant.Api.PostAsync("/v1/messages", Sms(ComposedTests.Together[..^2]));

        Assert.Equal((202, "true", apart.Text), (together.Status, together.Headers.GetValueOrDefault("Idempotency-Replayed"), together.Text));
        Assert.Equal((409, "duplicate_message"), (again.Status, (string?)again.Json["code"]));
    }

    [Fact]
    public async Task Reads_the_names_of_columns_and_their_values_in_either_form()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var csv = $"to,{NameHeader},text\n01012341234,{Person},\"#{{이름}}님, {Ga}\"\n";

        var sent = await UploadAsync(tenant, csv, "text/csv", key);
        var repeated = await UploadAsync(tenant, csv.Replace(Person, "홍길동", StringComparison.Ordinal).Replace(Ga, "가", StringComparison.Ordinal).Replace(NameHeader, "이름", StringComparison.Ordinal), "text/csv", key);
        var lines = await UploadAsync(tenant, $$"""{ "to": { "phone": "01012341234", "variables": { "{{NameHeader}}": "{{Person}}" } }, "text": "#{이름}!" }""", "application/x-ndjson");

        var workbook = await tenant.Api.PostAsync(
            "/v1/batches?channel=sms&from=15777985&vendor=kpg",
            Workbook.Of(["to", NameHeader, "text"], ["01012341234", Person, $"#{{이름}}? {Ga}"]),
            Workbook.Type,
            []);

        Assert.Equal("202 1 0", $"{sent.Status} {sent.Json["accepted"]} {sent.Json["rejected"]}");
        Assert.Equal("202 1 0", $"{workbook.Status} {workbook.Json["accepted"]} {workbook.Json["rejected"]}");
        Assert.Equal((202, (string?)sent.Json["id"]), (repeated.Status, (string?)repeated.Json["id"]));
        Assert.Equal("202 1 0", $"{lines.Status} {lines.Json["accepted"]} {lines.Json["rejected"]}");
        var texts = (await tenant.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray().Select(message => (string?)message!["text"]);
        Assert.Equal(["홍길동? 가", "홍길동!", "홍길동님, 가"], texts);
    }

    [Fact]
    public async Task Composes_what_a_query_says_for_all_lines()
    {
        using var tenant = await Tenant.CreateAsync(_api);

        var sent = await tenant.Api.PostAsync(
            $"/v1/batches?channel=sms&from=15777985&vendor=kpg&name={Uri.EscapeDataString(Person)}&text={Uri.EscapeDataString(Ga)}", Encoding.UTF8.GetBytes("to\n01012341234\n"), "text/csv");

        Assert.True(sent.Status == 202, sent.ToString());
        Assert.Equal("홍길동", (string?)(await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}")).Json["name"]);
        Assert.Equal("가", (string?)(await tenant.Api.GetAsync("/v1/messages")).Json["items"]![0]!["text"]);
    }

    [Fact]
    public async Task Composes_the_name_of_a_file()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Jpeg(8, 8, 100)), "file", $"{Person}.jpg" } };

        var answer = await _api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());

        Assert.Equal((201, "홍길동.jpg"), (answer.Status, (string?)answer.Json["name"]));
    }

    [Fact]
    public async Task Composes_what_an_opt_out_says()
    {
        using var tenant = await Tenant.CreateAsync(_api);

        var added = await tenant.Api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes($"number,comment\n01012341234,{Person}\n"), "text/csv");

        Assert.True(added.Status is 200 or 201 or 202, added.ToString());
        Assert.Contains("홍길동", (await tenant.Api.GetAsync("/v1/optouts")).Text);
    }

    private static string Sms(string text) => $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "{{text}}" }""";

    private static Task<Answer> UploadAsync(Tenant tenant, string lines, string type, params (string Name, string Value)[] headers) =>
        tenant.Api.PostAsync("/v1/batches?channel=sms&from=15777985&vendor=kpg", Encoding.UTF8.GetBytes(lines), type, headers);
}

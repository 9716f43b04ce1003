using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>The list of numbers that refuse advertisements.</summary>
public sealed class KeepingOptOuts(SharedGateway gateway)
{
    private const string Refused = "01012349999";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Refuses_advertisements_to_the_numbers_on_it_and_nothing_else()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await tenant.Api.PostAsync("/v1/optouts", """{ "number": "+82 10-1234-9999" }""");

        var refused = await tenant.Api.PostAsync("/v1/messages", Sms($"[\"01012341234\", {{ \"phone\": \"{Refused}\" }}]", "advertisement"));

        Assert.Equal((422, "/to/1/phone opted_out"), (refused.Status, Faults(refused)));
        Assert.Equal("/to/phone opted_out", Faults(await tenant.Api.PostAsync("/v1/messages", Sms($"\"{Refused}\"", "advertisement"))));
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Sms($"\"{Refused}\"", "transactional"))).Status);
        Assert.Equal(202, (await _api.PostAsync("/v1/messages", Sms($"\"{Refused}\"", "advertisement"))).Status);
    }

    [Fact]
    public async Task Names_the_message_or_line_of_a_batch()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": "{{Refused}}" }""");

        var json = await tenant.Api.PostAsync("/v1/batches", $$"""{ "messages": [ {{Sms("\"01012341234\"", "advertisement")}}, {{Sms($"[\"01012341235\", \"{Refused}\"]", "advertisement")}} ] }""");
        var lines = await tenant.Api.PostAsync("/v1/batches", Encoding.UTF8.GetBytes(Sms("\"01012341234\"", "advertisement") + "\n" + Sms($"\"{Refused}\"", "advertisement") + "\n"), "application/x-ndjson");

        Assert.Equal((422, "/messages/1/to/1/phone opted_out"), (json.Status, Faults(json)));
        Assert.Equal((202, 1, 1), (lines.Status, (int)lines.Json["accepted"]!, (int)lines.Json["rejected"]!));
        Assert.Equal("2 opted_out /to/phone", $"{lines.Json["errors"]![0]!["line"]} {lines.Json["errors"]![0]!["code"]} {lines.Json["errors"]![0]!["pointer"]}");
    }

    [Fact]
    public async Task Counts_what_is_new_and_says_the_same_to_a_repeated_request()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        const string body = """{ "numbers": ["01012340001", "010-1234-0002", "01012340002"], "comment": "전화" }""";

        var first = await tenant.Api.PostAsync("/v1/optouts", body, ("Idempotency-Key", "a"));
        var repeated = await tenant.Api.PostAsync("/v1/optouts", body, ("Idempotency-Key", "a"));
        var again = await tenant.Api.PostAsync("/v1/optouts", """{ "numbers": ["01012340002", "01012340003"] }""");

        Assert.Equal((201, 2, 0), (first.Status, (int)first.Json["added"]!, (int)first.Json["known"]!));
        Assert.Equal((first.Text, "true"), (repeated.Text, repeated.Headers["Idempotency-Replayed"]));
        Assert.Equal((201, 1, 1), (again.Status, (int)again.Json["added"]!, (int)again.Json["known"]!));
        Assert.Equal(["01012340003", "01012340002", "01012340001"], (await tenant.Api.GetAsync("/v1/optouts")).Json["items"]!.AsArray().Select(item => (string)item!["number"]!).OrderDescending());
        Assert.Equal(2, (await tenant.Api.GetAsync("/v1/audit-log")).Json["items"]!.AsArray().Count(entry => (string?)entry!["action"] == "optouts.added"));
    }

    [Fact]
    public async Task Adds_each_number_once_when_many_ask_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.Api.PostAsync("/v1/optouts", """{ "numbers": ["01012340001", "01012340002"] }""")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(2, answers.Sum(answer => (int)answer.Json["added"]!));
    }

    [Theory]
    [InlineData("{}", 422, "/numbers required")]
    [InlineData("""{ "number": "01012340001", "numbers": ["01012340001"] }""", 422, "/numbers required")]
    [InlineData("""{ "numbers": [] }""", 422, "/numbers out_of_range")]
    [InlineData("""{ "numbers": ["01012340001", "114", "1"], "comment": "a\nb" }""", 422, "/numbers/1 invalid_phone,/numbers/2 invalid_phone,/comment too_long")]
    [InlineData("""{ "number": "01012340001", "accountId": "01a1fae5-ff79-720d-bb24-871ec6eb9fcd" }""", 422, "/accountId unknown_account")]
    [InlineData("""{ "phone": "01012340001" }""", 400, "/phone unknown_field")]
    public async Task Names_the_faults_of_a_bad_request(string body, int status, string faults)
    {
        var answer = await _api.PostAsync("/v1/optouts", body);

        Assert.Equal((status, faults), (answer.Status, Faults(answer)));
    }

    [Fact]
    public async Task Takes_a_file_and_gives_it_back_harmless()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        const string file = "\uFEFFnumber,comment\r\n010-1234-0001,\"=HYPERLINK(\"\"x\"\"),a\"\r\nabc,\r\n01012340002,\r\n01012340003\r\n";

        var added = await tenant.Api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes(file), "text/csv");
        var export = await ExportAsync(tenant.Api);

        Assert.Equal((201, 2, 2), (added.Status, (int)added.Json["added"]!, (int)added.Json["rejected"]!));
        Assert.Equal("3 invalid_phone,5 invalid_csv", string.Join(",", added.Json["errors"]!.AsArray().Select(fault => $"{fault!["line"]} {fault["code"]}")));
        var lines = export.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,comment,createdAt", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("01012340001,\"'=HYPERLINK(\"\"x\"\"),a\",", StringComparison.Ordinal));
        Assert.Equal((201, 0, 2), await ImportAsync(tenant.Api, export.Text));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Says_that_a_file_is_not_in_UTF_8(string encoding)
    {
        using var tenant = await Tenant.CreateAsync(_api);

        var answer = await tenant.Api.PostAsync("/v1/optouts", Encoding.GetEncoding(encoding).GetBytes("\uFEFFnumber\n01012340001\n"), "application/vnd.ms-excel");

        Assert.Equal((422, " invalid_encoding"), (answer.Status, Faults(answer)));
        Assert.Contains("Save it as UTF-8", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_again_when_a_number_is_taken_off()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        await tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": "{{Refused}}" }""");
        var id = (string)(await tenant.Api.GetAsync("/v1/optouts?number=010-1234-9999")).Json["items"]![0]!["id"]!;

        var gone = await tenant.Api.DeleteAsync($"/v1/optouts/{id}");

        Assert.Equal((204, 404), (gone.Status, (await tenant.Api.DeleteAsync($"/v1/optouts/{id}")).Status));
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", Sms($"\"{Refused}\"", "advertisement"))).Status);
    }

    [Fact]
    public async Task Shows_a_list_to_its_account_and_to_the_installations_administrators_alone()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        using var stranger = await Tenant.CreateAsync(_api);
        await tenant.Api.PostAsync("/v1/optouts", $$"""{ "number": "{{Refused}}" }""");

        Assert.Equal(404, (await stranger.Api.GetAsync($"/v1/optouts?accountId={tenant.Id}")).Status);
        Assert.Single((await _api.GetAsync($"/v1/optouts?accountId={tenant.Id}")).Json["items"]!.AsArray());
        Assert.Equal(422, (await stranger.Api.PostAsync($"/v1/optouts?accountId={tenant.Id}", "number\n01012340001\n"u8.ToArray(), "text/csv")).Status);
    }

    private static string Sms(string to, string purpose) => $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": {{to}}, "text": "{{Api.AdvertisementText}}", "purpose": "{{purpose}}" }""";

    private static string Faults(Answer answer) => string.Join(",", answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["pointer"]} {fault["code"]}"));

    private static Task<Answer> ExportAsync(Api api)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/optouts");
        request.Headers.Accept.ParseAdd("text/csv");
        return api.SendAsync(request);
    }

    private static async Task<(int, int, int)> ImportAsync(Api api, string text)
    {
        var answer = await api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes(text), "text/csv");
        return (answer.Status, (int)answer.Json["added"]!, (int)answer.Json["known"]!);
    }
}

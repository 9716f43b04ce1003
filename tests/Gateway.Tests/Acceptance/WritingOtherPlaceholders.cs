using Gateway.Acceptance.Rules;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>
/// Variables as other programs write them leave as they stand, and are told: in the answer, and before in a dry run.
/// </summary>
public sealed class WritingOtherPlaceholders(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("안녕하세요 ${name}님", "${name}")]
    [InlineData("{{ 이름 }}님", "{{ 이름 }}")]
    [InlineData("%{name}", "%{name}")]
    [InlineData("[*이름*]님", "[*이름*]")]
    [InlineData("＃{name}", "＃{name}")]
    [InlineData("#｛name｝", "#｛name｝")]
    [InlineData("#{a} ${b} ${c}", "${b}")]
    [InlineData("#{name}님, {괄호} [Web발신] [1] 50% 할인 $5 {} {{}} #1 <a>", null)]
    [InlineData("${", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Are_found_where_nothing_else_is_written_so(string? text, string? found) =>
        Assert.Equal(found, OtherPlaceholders.In(text));

    [Fact]
    public async Task Of_a_message_are_told_at_each_text()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        const string Body = """
            { "channel": "alimtalk", "from": "15777985", "to": "01012341234", "text": "${a}", "fallback": { "channel": "lms", "subject": "{{b}}", "text": "[*c*]" },
              "kakao": { "senderKey": "k", "templateCode": "t", "buttons": [ { "name": "a", "type": "WL", "urlMobile": "https://a.kr/${d}" } ] } }
            """;

        var sent = await tenant.Api.PostAsync("/v1/messages", Body);
        var tried = await tenant.Api.PostAsync("/v1/messages?dryRun=true", Body);

        Assert.Equal(202, sent.Status);
        Assert.Equal(
            ["/text other_placeholder", "/fallback/text other_placeholder", "/fallback/subject other_placeholder", "/kakao/buttons/0/urlMobile other_placeholder"],
            Said(sent));
        Assert.Equal(Said(sent), Said(tried));
        Assert.StartsWith(
            "'${a}' is no placeholder and is sent as it stands. A variable is written #{name}.", (string)sent.Json["warnings"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("${a}", (string)(await tenant.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json["text"]!);
    }

    [Fact]
    public async Task Of_a_batch_are_told_once_where_all_share_them()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        const string Body = """
            { "defaults": { "channel": "lms", "from": "15777985", "text": "{{a}}" }, "messages": [
              { "to": "01012341234" }, { "to": "01012341235" }, { "to": "01012341236", "text": "${b}" } ] }
            """;

        var sent = await tenant.Api.PostAsync("/v1/batches", Body);
        var tried = await tenant.Api.PostAsync("/v1/batches?dryRun=true", Body);

        Assert.Equal(202, sent.Status);
        Assert.Equal(["/messages/0/text other_placeholder", "/messages/2/text other_placeholder"], Said(sent));
        Assert.Equal(Said(sent), Said(tried));
    }

    /// <summary>Once for all lines, and once for the lines' own; a repeated upload and a dry run are told the same.</summary>
    [Fact]
    public async Task Of_an_upload_are_told_for_the_first_line_that_has_one()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = "to,text\n01012341234,안녕\n01012341235,${name}님\n01012341236,${name}님\n"u8.ToArray();
        const string Query = "&subject=%7B%7Bevent%7D%7D&channel=lms";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var lines = """{ "to": "01012341234", "text": "a", "metadata": { "a": "${b}" } }"""u8.ToArray();

        var tried = await tenant.Api.PostAsync($"/v1/batches?from=15777985&dryRun=true{Query}", table, "text/csv", []);
        var sent = await tenant.Api.PostAsync($"/v1/batches?from=15777985{Query}", table, "text/csv", [key]);
        var again = await tenant.Api.PostAsync($"/v1/batches?from=15777985{Query}", table, "text/csv", [key]);
        var none = await tenant.UploadAsync(lines, type: "application/x-ndjson");

        Assert.Equal("202 3 0", sent.Said());
        Assert.Equal(["/subject other_placeholder", "/text other_placeholder"], Said(sent));
        Assert.StartsWith("Line 3: '${name}' is no placeholder", (string)sent.Json["warnings"]![1]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(Said(sent), Said(tried));
        Assert.Equal(sent.Text, again.Text);
        Assert.Equal("202 1 0", none.Said());
        Assert.Null(none.Json["warnings"]);
    }

    [Theory]
    [InlineData("{amount}원", "{amount}")]
    [InlineData("%amount%원", "%amount%")]
    [InlineData("[amount]원", "[amount]")]
    [InlineData("${amount}원", "{amount}")]
    public async Task Are_the_remedy_of_a_variable_that_nothing_uses(string text, string written)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync($"to,amount,text\n01012341234,1,{text}\n");

        Assert.Equal("202 0 1", sent.Said());
        Assert.Equal(["2 unused_variable /to/variables/amount"], sent.Faults());
        Assert.Contains(
            $"The text has '{written}', which is no placeholder: write #{{amount}}.", (string)sent.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Said(Answer answer) =>
        (answer.Json["warnings"]?.AsArray() ?? []).Select(warning => $"{warning!["pointer"]} {warning["code"]}");
}

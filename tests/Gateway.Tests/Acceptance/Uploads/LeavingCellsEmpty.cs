using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>
/// A line whose variable has no value is sent, because a blank may be meant; the first one of each variable is told.
/// </summary>
public sealed class LeavingCellsEmpty(SharedGateway gateway)
{
    private const string Text = "&text=%23%7Bname%7D%EB%8B%98%20%23%7Bamount%7D%EC%9B%90"; // #{name}님 #{amount}원

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Is_told_for_the_first_line_of_each_variable_that_the_text_of_all_uses()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = "to,name,amount\n01012341234,홍,1\n01012341235,김,\n\n01012341236,,\n"u8.ToArray();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var tried = await tenant.Api.PostAsync($"/v1/batches?channel=sms&from=15777985&dryRun=true{Text}", table, "text/csv", []);
        var sent = await tenant.Api.PostAsync($"/v1/batches?channel=sms&from=15777985{Text}", table, "text/csv", [key]);
        var again = await tenant.Api.PostAsync($"/v1/batches?channel=sms&from=15777985{Text}", table, "text/csv", [key]);

        Assert.Equal("202 3 0", sent.Said());
        Assert.Equal(["/amount empty_variable", "/name empty_variable"], Said(sent));
        Assert.Equal(
            "Line 3: 'amount' is empty, so nothing stands in the place of #{amount}.",
            (string?)sent.Json["warnings"]![0]!["detail"]);
        Assert.Equal(Said(sent), Said(tried));
        Assert.Equal(sent.Text, again.Text);
    }

    /// <summary>A line's own text, and a template of its own, stand in the place of the text of all.</summary>
    [Theory]
    [InlineData("to,memo,text\n01012341234,,안녕하세요\n01012341235,,#{memo}님\n", "&ignoreUnused=true", "/memo")]
    [InlineData("to,memo,text\n01012341234,,안녕하세요\n01012341235,,\n", "&ignoreUnused=true&text=%23%7Bmemo%7D", "/memo")]
    [InlineData("to,memo,text\n01012341234,,안녕하세요\n", "&ignoreUnused=true&text=%23%7Bmemo%7D", "")]
    [InlineData("to,memo,text\n01012341234,,안녕하세요\n", "&ignoreUnused=true", "")]
    [InlineData("to,memo,template\n01012341234,,t\n", "&ignoreUnused=true&text=%23%7Bmemo%7D", "")]
    [InlineData("to,reference,text\n01012341234,,안녕하세요\n", "", "")]
    public async Task Is_told_where_the_text_of_the_line_uses_it(string table, string query, string pointers)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var answer = await tenant.Api.PostAsync(
            $"/v1/batches?channel=sms&from=15777985{query}", System.Text.Encoding.UTF8.GetBytes(table), "text/csv", []);

        Assert.Equal(202, answer.Status);
        Assert.Equal(pointers.Length == 0 ? [] : [$"{pointers} empty_variable"], Said(answer));
    }

    private static IEnumerable<string> Said(Answer answer) =>
        (answer.Json["warnings"]?.AsArray() ?? []).Select(warning => $"{warning!["pointer"]} {warning["code"]}");
}

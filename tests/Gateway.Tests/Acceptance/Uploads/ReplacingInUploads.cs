using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Letters that are replaced in the lines of an upload are summed up, over all its chunks.</summary>
public sealed class ReplacingInUploads(SharedGateway gateway)
{
    private const string Replace = "&onUnmappable=replace";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Sums_up_over_all_chunks_in_the_answer_and_in_the_batch()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = new StringBuilder("to,text\n");
        for (var i = 0; i < 4500; i++)
        {
            table.Append($"010{20000000 + i},{(i % 1500 == 7 ? "₩1,000 – “a”" : "a").Replace(",", "", StringComparison.Ordinal)}\n");
        }

        table.Append("01030000000,😀 –\n"); // Rejected: what it replaces does not count.

        var sent = await tenant.UploadAsync(table.ToString(), Replace);
        var batch = await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}");
        var list = await tenant.Api.GetAsync("/v1/batches");

        Assert.Equal("202 4500 1", sent.Said());
        Assert.Equal("U+20A9 ₩ ￦ 3,U+2013 – - 3", Told(sent.Json));
        Assert.Equal(Told(sent.Json), Told(batch.Json));
        Assert.Equal(Told(sent.Json), Told(list.Json["items"]![0]!));
    }

    [Fact]
    public async Task Goes_on_where_an_upload_broke_off()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = Encoding.UTF8.GetBytes("to,text\n" + string.Concat(Enumerable.Range(0, 6000).Select(i => $"010{20000000 + i},{(i % 1000 == 7 ? "a–b" : "a")} {new string('x', 70)}\n")));
        var key = Guid.NewGuid().ToString();
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Sheet.Sms + Replace, Sheet.Csv, tenant.Key, key))
        {
            await broken.SendAsync(table.AsMemory(0, table.Length * 3 / 4));
            await Eventually.BeAsync(
                async () => await gateway.State.CountAsync($"SELECT COALESCE(max(lines), 0) FROM gateway.batches WHERE account_id = '{tenant.Id}'") >= 4000, "4000 lines are stored");
        }

        var sent = await tenant.UploadAsync(table, Replace, headers: ("Idempotency-Key", key));
        var again = await tenant.UploadAsync(table, Replace, headers: ("Idempotency-Key", key));

        Assert.Equal(("202 6000 0", "U+2013 – - 6"), (sent.Said(), Told(sent.Json)));
        Assert.Equal(sent.Text, again.Text);
    }

    [Fact]
    public async Task Says_nothing_where_nothing_was_replaced()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("to,text\n01012341234,a\n", Replace);
        var batch = await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}");

        Assert.Equal("202 1 0", sent.Said());
        Assert.DoesNotContain("replacements", sent.Text + batch.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stands_in_the_batch_of_a_request_too()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.Api.PostAsync("/v1/batches", """
            { "defaults": { "channel": "sms", "from": "15777985", "onUnmappable": "replace" },
              "messages": [ { "to": "01012341234", "text": "a–b" }, { "to": "01012341235", "text": "–\u200b" } ] }
            """);
        var batch = await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}");

        Assert.Equal("U+2013 – - 2,U+200B   1", Told(sent.Json));
        Assert.Equal(Told(sent.Json), Told(batch.Json));
    }

    private static string Told(System.Text.Json.Nodes.JsonNode answer) => string.Join(
        ',',
        answer["replacements"]?.AsArray().Select(one => $"{one!["codePoint"]} {one["letter"]} {one["by"]} {one["count"]}") ?? []);
}

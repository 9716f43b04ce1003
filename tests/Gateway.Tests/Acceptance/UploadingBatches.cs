using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Campaigns as a stream: good lines are stored, bad ones told, and a repeated upload goes on where it broke off.</summary>
public sealed class UploadingBatches(SharedGateway gateway)
{
    private const string TestKey = """ "test": true """;
    private const string Ndjson = "application/x-ndjson";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Tells_the_first_hundred_faults_and_counts_all()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var lines = string.Concat(Enumerable.Range(0, 150).Select(i => $$"""{ "to": "{{i}}", "text": "a" }""" + "\n"));

        var sent = await tenant.Api.PostAsync("/v1/batches?channel=sms&from=15777985", Encoding.UTF8.GetBytes(lines), Ndjson);
        var batch = await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}");

        Assert.Equal((202, 150, 100), (sent.Status, (int)sent.Json["rejected"]!, sent.Json["errors"]!.AsArray().Count));
        Assert.Equal(100, batch.Json["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task Stores_good_lines_and_tells_bad_ones()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        const string lines = """
            { "to": "01012341234", "text": "one" }
            { "to": "123", "text": "two" }
            not json

            { "to": "01012341235", "text": "three", "colour": "red" }
            { "to": ["01012341236", "01012341237"], "text": "four" }
            """;

        var sent = await tenant.Api.PostAsync("/v1/batches?channel=sms&from=15777985&name=stream", Encoding.UTF8.GetBytes(lines), Ndjson);

        Assert.Equal("202 3 3", $"{sent.Status} {sent.Json["accepted"]} {sent.Json["rejected"]}");
        Assert.Equal(
            ["2 invalid_phone /to/phone", "3 malformed_body ", "5 unknown_field /colour"],
            sent.Json["errors"]!.AsArray().Select(error => $"{error!["line"]} {error["code"]} {error["pointer"]}"));
        Assert.Equal(3, (await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["id"]}")).Json["items"]!.AsArray().Count);
        Assert.Equal("stream", (string)(await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}")).Json["name"]!);
    }

    [Fact]
    public async Task Reads_csv_with_variables_and_quotes()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        const string csv = "\uFEFFto,reference,amount,text\r\n01012341234,a,\"12,000\",\"#{amount}원\"\"\n입니다\"\r\n01012341235,b,9\r\n01012341236,c,7,#{amount}\r\n";

        var sent = await tenant.Api.PostAsync("/v1/batches?channel=sms&from=15777985", Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8");

        Assert.Equal("202 2 1", $"{sent.Status} {sent.Json["accepted"]} {sent.Json["rejected"]}");
        Assert.Equal("4 invalid_csv", $"{sent.Json["errors"]![0]!["line"]} {sent.Json["errors"]![0]!["code"]}");
        var texts = (await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["id"]}")).Json["items"]!.AsArray().Select(message => (string)message!["text"]!);
        Assert.Equal(["12,000원\"\n입니다", "7"], texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stores_a_repeated_upload_once_and_goes_on_behind_what_is_stored()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: TestKey);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $$"""{ "to": "010{{10000000 + i}}", "text": "line" }""" + "\n")));
        const string path = "/v1/batches?channel=sms&from=15777985";

        var first = await tenant.Api.PostAsync(path, body, Ndjson, key);
        var second = await tenant.Api.PostAsync(path, body, Ndjson, key);
        var other = await tenant.Api.PostAsync(path, body[..^100], Ndjson, key);

        Assert.Equal("202 5000", $"{first.Status} {first.Json["accepted"]}");
        Assert.Equal(first.Text, second.Text);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Equal("422 idempotency_key_reused", $"{other.Status} {other.Json["code"]}");
        Assert.Equal(5000, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE batch_id = '{first.Json["id"]}'"));
    }
}

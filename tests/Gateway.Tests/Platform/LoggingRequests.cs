using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>One line of the log for each request: enough to find it again, and nothing of what people write to each other.</summary>
public sealed class LoggingRequests
{
    [Fact]
    public async Task Writes_one_line_a_request_without_numbers_and_texts()
    {
        await using var gateway = await StartAsync(("Gateway:LogFormat", "json"));
        var sent = await gateway.Api.PostAsync(
            "/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01098765432", "text": "비밀 이야기", "reference": "나의것" }""", ("X-Request-Id", "order-7-01098765432"));
        Assert.Equal(202, sent.Status);
        await gateway.Api.GetAsync("/v1/messages?to=01098765432");
        await gateway.Api.GetAsync($"/v1/messages/{Guid.NewGuid()}");
        await gateway.Api.GetAsync("/비밀/01098765432");

        var lines = await LinesAsync(gateway, 4);

        Assert.Equal(["POST /v1/messages 202", "GET /v1/messages 200", "GET /v1/messages/{id:guid} 404", "GET - 404"], lines.Select(line => $"{line["Method"]} {line["Route"]} {line["Status"]}"));
        Assert.Equal("order-7-010****5432", (string?)lines[0]["RequestId"]);
        Assert.All(lines[..3], line => Assert.Equal("00000000-0000-7000-8000-000000000001", (string?)line["Account"]));
        Assert.All(lines, line => Assert.InRange((double)line["Elapsed"]!, 0.001, 60_000));
        Assert.All(["01098765432", "비밀", "나의것"], secret => Assert.DoesNotContain(secret, gateway.Log));
    }

    [Fact]
    public async Task Warns_of_what_failed_here_and_is_silent_about_probes()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:LogFormat"] = "json";
        world.Settings["ConnectionStrings:Gateway"] = "Host=127.0.0.1;Port=1;Database=none;Username=nobody";
        await using var gateway = await GatewayProcess.StartListeningAsync(world.Settings);
        Assert.Equal(503, (await gateway.Api.GetAsync("/health/ready")).Status);
        Assert.Equal(503, (await gateway.Api.GetAsync("/v1/messages")).Status);
        Assert.Equal(404, (await gateway.Api.GetAsync("/none")).Status);

        var lines = await LinesAsync(gateway, 2);

        Assert.Equal([("Warning", 503), (null, 404)], lines.Select(line => ((string?)line["@l"], (int)line["Status"]!)));
    }

    [Fact]
    public async Task Says_nothing_of_good_requests_when_its_namespace_begins_at_warnings()
    {
        await using var gateway = await StartAsync(("Serilog:MinimumLevel:Override:Serilog.AspNetCore", "Warning"), ("Serilog:MinimumLevel:Override:Gateway.Platform", "Fatal"));
        Assert.Equal(200, (await gateway.Api.GetAsync("/v1/messages")).Status);

        await gateway.TerminateAsync();

        Assert.DoesNotContain("/v1/messages", gateway.Log);
        Assert.DoesNotContain(" Gateway.Platform.", gateway.Log);
    }

    private static async Task<GatewayProcess> StartAsync(params (string Setting, string Value)[] settings)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        foreach (var (setting, value) in settings)
        {
            world.Settings[setting] = value;
        }

        return await world.StartProcessAsync();
    }

    private static Task<List<JsonNode>> LinesAsync(GatewayProcess gateway, int count) => Eventually.GetAsync(
        () => Task.FromResult(gateway.Log.Split('\n').Select(line => JsonNode.Parse(line)!).Where(line => line["Route"] is not null).ToList()),
        lines => lines.Count == count,
        $"{count} requests are logged");
}

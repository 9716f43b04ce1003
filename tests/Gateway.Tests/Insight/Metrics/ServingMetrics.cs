using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight.Metrics;

/// <summary>What Prometheus reads, and who may read it.</summary>
public sealed partial class ServingMetrics
{
    private const string Token = "token-of-prometheus-01";

    /// <summary>What Prometheus makes itself.</summary>
    private static readonly string[] OfPrometheus = ["up"];

    [Fact]
    public async Task Serves_every_metric_that_a_board_or_a_rule_names()
    {
        await using var receiver = new WebhookReceiver();
        var (world, metrics) = await WorldAsync();
        await using var gateway = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        var hook = $$"""{ "url": "{{receiver.Url}}", "events": ["message.*"] }""";
        Assert.Equal(201, (await gateway.Api.PostAsync("/v1/webhooks", hook)).Status);
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "delivered");
        var named = NamedMetrics();

        await Eventually.GetAsync(
            async () => string.Join(' ', named.Except(Served(await ScrapeAsync(metrics)))),
            static missing => missing.Length == 0,
            "every metric of the boards and rules is served",
            90);

        Assert.True(named.Count > 25, $"{named.Count} metrics are named");
    }

    [Fact]
    public async Task Names_vendors_lanes_and_jobs_in_labels_that_the_rules_know()
    {
        var (world, metrics) = await WorldAsync();
        await using var gateway = await world.StartProcessAsync();

        var text = await ScrapeUntilAsync(metrics, "gateway_job_last_success_age_seconds");

        Assert.Matches("""gateway_vendor_state\{[^}]*state="up",vendor="kshot"[^}]*\} 1""", text);
        Assert.Matches("""gateway_lane_waiting\{[^}]*lane="high",vendor="kshot"[^}]*\} 0""", text);
        Assert.Matches("""gateway_handovers_total\{[^}]*outcome="not_written",vendor="kshot"[^}]*\} 0""", text);
        Assert.Matches("""gateway_job_failures\{[^}]*job_name="collect-reports/kshot"[^}]*\} 0""", text);
        Assert.Matches("""gateway_loop_age_seconds\{[^}]*loop="hand-over/kshot"[^}]*\} """, text);
        Assert.Matches("""gateway_state_database_up\{[^}]*\} 1""", text);
    }

    [Fact]
    public async Task Shows_neither_numbers_nor_texts_nor_whom_webhooks_and_databases_belong_to()
    {
        await using var receiver = new WebhookReceiver();
        var (world, metrics) = await WorldAsync();
        await using var gateway = await world.StartProcessAsync();
        await using var agent = new KshotSimulator(world.Vendor);
        var hook = $$"""{ "url": "{{receiver.Url}}secret-path", "events": ["message.*"] }""";
        Assert.Equal(201, (await gateway.Api.PostAsync("/v1/webhooks", hook)).Status);
        var sent = await gateway.Api.SendSmsAsync("kshot", "01098765432", "비밀 이야기");
        await gateway.Api.ReachesAsync(sent, "delivered");
        Assert.Equal(200, (await gateway.Api.GetAsync("/v1/messages?to=01098765432")).Status);

        var text = await ScrapeUntilAsync(metrics, "http_client_request_duration_seconds_count");

        var port = new Uri(receiver.Url).Port.ToString(CultureInfo.InvariantCulture);
        string[] secrets = ["01098765432", "15777985", "비밀", "secret-path", $"\"{port}\"", "postgres", "Username"];
        Assert.DoesNotContain(text.Split('\n'), line => secrets.Any(line.Contains));
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer wrong-token-0123456", 401)]
    [InlineData("Bearer " + GatewayProcess.AdminKey, 401)]
    [InlineData("Bearer " + Token, 200)]
    public async Task Wants_the_token_on_the_usual_address(string? authorization, int status)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:MetricsToken"] = Token;
        await using var gateway = await world.StartProcessAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);
        using var client = new Api(gateway.Api.Address, null);

        Assert.Equal(status, (await client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Are_not_there_when_no_setting_says_so()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();

        Assert.Equal(404, (await gateway.Api.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Stand_alone_on_their_own_port()
    {
        var (world, metrics) = await WorldAsync();
        await using var gateway = await world.StartProcessAsync();
        using var apart = new Api(metrics, GatewayProcess.AdminKey);

        Assert.Equal(404, (await gateway.Api.GetAsync("/metrics")).Status);
        Assert.Equal(200, (await apart.GetAsync("/health/live")).Status);
        Assert.Equal(404, (await apart.GetAsync("/v1/vendors")).Status);
        Assert.Equal(404, (await apart.PostAsync("/v1/messages", "{}")).Status);
        Assert.Equal(404, (await apart.GetAsync("/swagger/index.html")).Status);
    }

    [Fact]
    public async Task Ask_the_state_database_once_in_five_seconds_however_many_read()
    {
        var (world, metrics) = await WorldAsync();
        await using var gateway = await world.StartProcessAsync();
        Assert.Equal(200, (await gateway.Api.PostAsync("/v1/vendors/kshot/pause", "")).Status);
        await gateway.Api.SendSmsAsync("kshot");
        await ScrapeUntilAsync(metrics, Waiting(1));
        var clock = Stopwatch.StartNew();
        await gateway.Api.SendSmsAsync("kshot");

        var text = await ScrapeAsync(metrics);

        var isOld = clock.Elapsed > TimeSpan.FromSeconds(4);
        Assert.True(text.Contains(Waiting(1), StringComparison.Ordinal) || isOld, text);
        await ScrapeUntilAsync(metrics, Waiting(2));
    }

    [Fact]
    public async Task Say_that_the_state_database_is_away_and_what_that_costs()
    {
        var (world, metrics) = await WorldAsync();
        await using var relay = TcpRelay.Before(world.State, out var relayed);
        world.Settings["ConnectionStrings:Gateway"] = relayed;
        await using var gateway = await world.StartProcessAsync();
        await ScrapeUntilAsync(metrics, "gateway_job_interval_seconds");

        relay.TakeDown();
        Assert.Equal(503, (await gateway.Api.GetAsync("/v1/messages")).Status);
        var text = await Eventually.GetAsync(
            () => ScrapeAsync(metrics), seen => IsZero().IsMatch(seen), "the metrics say that it is away", 20);

        Assert.Matches("""gateway_state_database_faults_total\{[^}]*where="request"[^}]*\} [1-9]""", text);
        Assert.DoesNotContain("gateway_lane_waiting{", text, StringComparison.Ordinal);
        relay.BringBack();
        await ScrapeUntilAsync(metrics, "gateway_lane_waiting{");
    }

    private static async Task<(PrivateGateway World, Uri Metrics)> WorldAsync()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var port = FreePort.Next();
        world.Settings["Gateway:MetricsPort"] = port.ToString(CultureInfo.InvariantCulture);
        return (world, new Uri($"http://127.0.0.1:{port}"));
    }

    private static async Task<string> ScrapeAsync(Uri metrics)
    {
        using var client = new Api(metrics, null);
        var answer = await client.GetAsync("/metrics");
        return answer.Status == 200 ? answer.Text : throw new InvalidOperationException(answer.ToString());
    }

    private static Task<string> ScrapeUntilAsync(Uri metrics, string metric) => Eventually.GetAsync(
        () => ScrapeAsync(metrics), text => text.Contains(metric, StringComparison.Ordinal), $"{metric} is served", 60);

    private static HashSet<string> Served(string text) =>
    [
        .. text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split('{', ' ')[0]),
    ];

    /// <summary>Those of the rules' expressions and of the boards' queries.</summary>
    private static HashSet<string> NamedMetrics()
    {
        var boards = Directory.GetFiles(Repository.File("deploy", "grafana", "dashboards"), "*.json")
            .SelectMany(path => Expression().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value));
        var rules = File.ReadAllText(Repository.File("deploy", "prometheus", "rules.yml"));
        return
        [
            .. boards.Append(rules).Append(File.ReadAllText(Repository.File("deploy", "helm", "README.md")))
                .SelectMany(static text => Metric().Matches(text).Select(static match => match.Value))
                .Except(OfPrometheus)
                .Where(static name => name != "gateway_waiting_messages"),
        ];
    }

    private static string Waiting(int messages) => $"lane=\"normal\",vendor=\"kshot\"}} {messages}\n";

    [GeneratedRegex("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Expression();

    [GeneratedRegex("\\b(?:gateway|http_server|kestrel|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("""gateway_state_database_up\{[^}]*\} 0""")]
    private static partial Regex IsZero();
}

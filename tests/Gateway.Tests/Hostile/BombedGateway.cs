using System.Globalization;
using System.Net.Http.Headers;
using Gateway.Accounts;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>What a request cost the gateway's process, by Linux's figures, and what came back.</summary>
/// <param name="Bomb">What was sent.</param>
/// <param name="Sent">Bytes of its body.</param>
/// <param name="Seconds">Processor time of the process while the request ran: of all its threads, in it and in the system on its behalf.</param>
/// <param name="Kilobytes">By how much the process's resident memory grew at most.</param>
/// <param name="Answer">What came back.</param>
internal sealed record BombCost(Bomb Bomb, int Sent, double Seconds, int Kilobytes, Answer Answer)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds,6:F2} s {Kilobytes / 1024,5} MB  {Answer.Status} for {Sent / 1024,6} kB ({Answer.Text.Length / 1024} kB back): {Bomb.Kind}: {Bomb.Name}");
}

/// <summary>A gateway process of its own, in which there is something to cancel, to count and to find, and whose costs are measured.</summary>
public sealed class BombedGateway : IAsyncLifetime
{
    /// <summary>Scheduled messages of a batch, and of a reference.</summary>
    public const int Waiting = 5_000;

    public const int StatisticsRows = 120_000;
    public const string Reference = "bombed";

    private readonly Dictionary<string, string> _ids = new() { ["accounts"] = Caller.DefaultAccount.ToString() };
    private GatewayProcess? _gateway;

    internal GatewayProcess Gateway => _gateway ?? throw new InvalidOperationException("The gateway did not start.");

    internal Api Api => Gateway.Api;

    /// <summary>Skips the test when there is no database to work with.</summary>
    internal void Ready() => Assert.SkipWhen(_gateway is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        _gateway = await world.StartProcessAsync();
        _ids["messages"] = await ScheduleAsync("one", 1);
        _ids["batches"] = await ScheduleAsync("batch", Waiting);
        await ScheduleAsync(Reference, Waiting);
        _ids["webhooks"] = (string)(await Api.PostAsync("/v1/webhooks", """{ "url": "https://192.0.2.1/", "events": ["vendor.down"] }""")).Json["id"]!;
        await world.State.ExecuteAsync($"""
            INSERT INTO gateway.stats (account_id, hour, channel, vendor, status, result_code, count)
            SELECT '{Caller.DefaultAccount}'::uuid, date_trunc('hour', now()) - make_interval(hours => (code % 700)::int), code % 7, 'v' || code % 3, status, code, 1
            FROM generate_series(1, {StatisticsRows / 4}) AS code CROSS JOIN (VALUES (4), (5), (6), (7)) AS ends (status)
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    /// <summary>Sends it and measures.</summary>
    internal async Task<BombCost> MeasureAsync(Bomb bomb)
    {
        var body = bomb.Body();
        var request = new HttpRequestMessage(new HttpMethod(bomb.Method), Filled(bomb.Path) + (bomb.Query.Length > 0 ? "?" + Moments(bomb.Query) : ""));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = bomb.ContentType.Length > 0 ? MediaTypeHeaderValue.Parse(bomb.ContentType) : null;
        }

        var (memory, seconds) = (ProcessCost.Resident(Gateway.Id), ProcessCost.ProcessorSeconds(Gateway.Id));
        ProcessCost.ForgetPeak(Gateway.Id);

        var answer = await Api.SendAsync(request);

        return new BombCost(bomb, body.Length, ProcessCost.ProcessorSeconds(Gateway.Id) - seconds, ProcessCost.Peak(Gateway.Id) - memory, answer);
    }

    private string Filled(string path)
    {
        var parts = path.Split('/');
        return string.Join('/', parts.Select((part, i) => part.StartsWith('{') ? _ids.GetValueOrDefault(parts[i - 1], "01a1fae5-ff79-720d-bb24-871ec6eb9fcd") : part));
    }

    private static string Moments(string query)
    {
        var now = TimeProvider.System.GetUtcNow();
        return query.Replace("{from}", Day(-30), StringComparison.Ordinal).Replace("{yearAgo}", Day(-365), StringComparison.Ordinal).Replace("{to}", Day(1), StringComparison.Ordinal);

        string Day(int days) => now.AddDays(days).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Messages for tomorrow; answers the batch's id, or the only message's.</summary>
    private async Task<string> ScheduleAsync(string reference, int count)
    {
        var time = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture);
        var to = Bomb.Join(count, i => string.Create(CultureInfo.InvariantCulture, $$"""{ "to": { "phone": "010{{i:D8}}", "reference": "{{reference}}" } }"""));
        var batch = await Api.PostAsync(
            "/v1/batches",
            $$"""{ "defaults": { "channel": "sms", "vendor": "kshot", "from": "15777985", "text": "a", "scheduledAt": "{{time}}" }, "messages": [{{to}}] }""");
        Assert.True(batch.Status == 202, batch.ToString());
        var id = (string)batch.Json["id"]!;
        return count > 1 ? id : (string)(await Api.GetAsync($"/v1/messages?batchId={id}")).Json["items"]![0]!["id"]!;
    }
}

using System.Diagnostics;
using System.Globalization;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>Delivers to one endpoint: its events are made while it is disabled, and counted until the last one is stored as delivered.</summary>
internal sealed class DeliveryWork(Product product, string webhook)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private int _events;

    /// <summary>What the product needs to reach the receiver, with as much in flight as the bound has.</summary>
    public static Dictionary<string, string> Settings() => new()
    {
        ["Webhooks__AllowPrivateNetworks"] = "true",
        ["Webhooks__ConcurrencyPerEndpoint"] = WebhooksOptions.InFlight.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A new endpoint; answers its id.</summary>
    public static async Task<string> RegisterAsync(Product product, Uri url, string events, string? key = null)
    {
        var body = $$"""{ "url": "{{url}}", "events": ["{{events}}"] }""";
        return (string)(await product.SendAsync(HttpMethod.Post, "/v1/webhooks", body, key))["id"]!;
    }

    public static Task EnableAsync(Product product, string webhook, bool enabled) => product.SendAsync(
        HttpMethod.Patch, $"/v1/webhooks/{webhook}", $$"""{ "status": "{{(enabled ? "enabled" : "disabled")}}" }""");

    /// <summary>Lets so many events wait for the endpoint.</summary>
    public async Task PrepareAsync(int events)
    {
        _events = events;
        await EnableAsync(product, webhook, enabled: false);
        await using (var connection = await product.OpenAsync())
        await using (var make = new NpgsqlCommand(EmbeddedSql.Text("Webhooks.Sql.make-events"), connection))
        {
            make.Parameters.AddWithValue("count", events);
            make.Parameters.AddWithValue("webhook", Guid.Parse(webhook));
            await make.ExecuteNonQueryAsync();
        }

        await product.State.ExecuteAsync("VACUUM ANALYZE gateway.deliveries, gateway.events, gateway.messages");
    }

    public async Task<Done> DeliverAsync()
    {
        await using var connection = await product.OpenAsync();
        await using var left = new NpgsqlCommand(EmbeddedSql.Text("Webhooks.Sql.left"), connection);
        left.Parameters.AddWithValue("id", Guid.Parse(webhook));
        var started = Stopwatch.GetTimestamp();
        await EnableAsync(product, webhook, enabled: true);
        while ((bool)(await left.ExecuteScalarAsync())!)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"Not all of {_events} events were delivered within {Patience.TotalMinutes} minutes. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        return new Done(_events, Stopwatch.GetElapsedTime(started));
    }
}

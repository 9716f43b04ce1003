using System.Net;
using Gateway.Benchmarks.Running;
using Gateway.Benchmarks.Webhooks;

namespace Gateway.Benchmarks.Growth;

/// <summary>The accounts of an installation, their keys, and the webhook that gets what is measured.</summary>
internal sealed record Tenants(IReadOnlyList<Guid> Ids, IReadOnlyList<string> Keys, string Webhook)
{
    /// <summary>Makes them as an administrator does, and their webhooks as they do.</summary>
    public static async Task<Tenants> MakeAsync(Product product, GrowthOptions options, IPEndPoint receiver)
    {
        var url = new Uri($"http://{receiver}{HookServer.Path}");
        var (ids, keys) = (new List<Guid>(), new List<string>());
        for (var number = 1; number <= options.Accounts; number++)
        {
            var account = await product.SendAsync(HttpMethod.Post, "/v1/accounts", $$"""{ "name": "tenant-{{number}}" }""");
            ids.Add(Guid.Parse((string)account["id"]!));
            var key = await product.SendAsync(HttpMethod.Post, $"/v1/accounts/{ids[^1]}/keys", """{ "name": "load" }""");
            keys.Add((string)key["key"]!);
        }

        // An account of its own: what the other paths do is nothing that the receiver is told of.
        var webhook = await DeliveryWork.RegisterAsync(product, url, "message.*");
        for (var number = 1; number < options.Webhooks; number++)
        {
            await DeliveryWork.RegisterAsync(product, url, "message.expired", keys[number % keys.Count]);
        }

        return new Tenants(ids, keys, webhook);
    }
}

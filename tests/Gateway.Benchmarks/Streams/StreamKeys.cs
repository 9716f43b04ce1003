using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Streams;

/// <summary>Accounts with some keys each.</summary>
internal sealed record StreamKeys(IReadOnlyList<string> Accounts, IReadOnlyList<string> Keys)
{
    public static async Task<StreamKeys> CreateAsync(ServerProcess gateway, int keys, int perAccount)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        var (accounts, made) = (new List<string>(), new List<string>());
        while (made.Count < keys)
        {
            if (made.Count % perAccount == 0)
            {
                var name = $$"""{ "name": "streams {{accounts.Count}}" }""";
                accounts.Add((string)(await PostAsync(client, gateway, "/v1/accounts", name))["id"]!);
            }

            var key = await PostAsync(client, gateway, $"/v1/accounts/{accounts[^1]}/keys", """{ "name": "stream", "scopes": ["webhooks"] }""");
            made.Add((string)key["key"]!);
        }

        return new StreamKeys(accounts, made);
    }

    private static async Task<JsonNode> PostAsync(HttpMessageInvoker client, ServerProcess gateway, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Address}{path}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        using var answer = await client.SendAsync(request, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new BenchmarkException($"{path}: {text}");
    }
}

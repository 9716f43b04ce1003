using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Simulator.Demo;

/// <summary>The few calls of the gateway's HTTP interface that a customer needs for one message.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    public GatewayClient(Uri gateway, string key)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = gateway,
            Timeout = TimeSpan.FromSeconds(10),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Registers a receiver of all message events; the secret is shown only in this answer.</summary>
    public async Task<(string Id, string Secret)> RegisterWebhookAsync(Uri receiver, CancellationToken stop)
    {
        var answer = await SendAsync(
            HttpMethod.Post, "/v1/webhooks", new { url = receiver.ToString(), events = new[] { "message.*" } }, stop);
        return (answer.Text("id"), answer.Text("secret"));
    }

    public async Task DeleteWebhookAsync(string id, CancellationToken stop) =>
        await SendAsync(HttpMethod.Delete, $"/v1/webhooks/{id}", null, stop);

    /// <summary>Sends one SMS and returns its id and its first status.</summary>
    public async Task<(string Id, string Status)> SendSmsAsync(
        string from, string to, string text, CancellationToken stop)
    {
        var answer = await SendAsync(HttpMethod.Post, "/v1/messages", new { channel = "sms", from, to, text }, stop);
        if (answer.Find("messages") is not { ValueKind: JsonValueKind.Array } messages
            || messages.GetArrayLength() != 1)
        {
            throw new DemoException("the answer to POST /v1/messages does not name exactly one message");
        }

        return (messages[0].Text("id"), messages[0].Text("status"));
    }

    public Task<JsonElement> GetMessageAsync(string id, CancellationToken stop) =>
        SendAsync(HttpMethod.Get, $"/v1/messages/{id}", null, stop);

    public void Dispose() => _http.Dispose();

    /// <summary>Any call; what is no success becomes a fault that tells the answer.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        }

        try
        {
            using var response = await _http.SendAsync(request, stop);
            var answer = await response.Content.ReadAsStringAsync(stop);
            return response.IsSuccessStatusCode
                ? Json.Parse(answer, $"the answer to {method} {path}")
                : throw new DemoException($"{method} {path} was answered with {(int)response.StatusCode} {answer}".TrimEnd());
        }
        catch (HttpRequestException fault)
        {
            throw new DemoException($"{method} {path} got no answer: {fault.Message}");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new DemoException($"{method} {path} got no answer within 10 s");
        }
    }
}

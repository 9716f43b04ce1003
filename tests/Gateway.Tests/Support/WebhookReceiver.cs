using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Support;

/// <summary>One request that an endpoint received.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body, DateTimeOffset At)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => (string)Json["type"]!;

    public string MessageId => (string)Json["data"]!["id"]!;

    /// <summary>Verified as the specification says, by code of the test alone.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Contains("v1," + signature);
    }
}

/// <summary>A real endpoint on a port of its own. Answers what the test tells it to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Task _loop;

    public WebhookReceiver()
    {
        Url = $"http://127.0.0.1:{FreePort()}/hook/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _loop = Task.Run(ListenAsync);
    }

    public string Url { get; }

    public Func<Received, int> AnswerWith { get; set; } = _ => 204;

    /// <summary>Sent with every answer, when given.</summary>
    public string? RetryAfter { get; init; }

    public IReadOnlyList<Received> All => [.. _received];

    public Task<Received> WaitForAsync(Func<Received, bool> isIt, string what, int seconds = 30) =>
        Eventually.GetAsync(() => Task.FromResult(_received.FirstOrDefault(isIt)), found => found is not null, what, seconds)!;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var received = new Received(
                context.Request.Headers["webhook-id"] ?? "",
                context.Request.Headers["webhook-timestamp"] ?? "",
                context.Request.Headers["webhook-signature"] ?? "",
                await reader.ReadToEndAsync(),
                TimeProvider.System.GetUtcNow());
            _received.Enqueue(received);
            context.Response.StatusCode = AnswerWith(received);
            if (RetryAfter is not null)
            {
                context.Response.Headers["Retry-After"] = RetryAfter;
            }

            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

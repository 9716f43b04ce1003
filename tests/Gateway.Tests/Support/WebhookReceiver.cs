using System.Collections.Concurrent;
using System.Net;
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
    /// <summary>
    /// Below the ports that the system gives to connections, so that none of them is in the way, and each used once: what somebody still sends to a receiver that is gone does not reach the next one.
    /// </summary>
    private static int _lastPort = 20_000 + (Environment.ProcessId % 8_000);

    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly Task _loop;

    public WebhookReceiver()
    {
        (_listener, Url) = Listen();
        _loop = Task.Run(ListenAsync);
    }

    public string Url { get; }

    public Func<Received, int> AnswerWith { get; set; } = _ => 204;

    /// <summary>Sent with every answer, when given.</summary>
    public string? RetryAfter { get; init; }

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>Fails with all that came instead.</summary>
    public async Task<Received> WaitForAsync(Func<Received, bool> isIt, string what, int seconds = 30) =>
        (await Eventually.GetAsync(() => Task.FromResult(new Sight(All, _received.FirstOrDefault(isIt))), sight => sight.Found is not null, what, seconds)).Found!;

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

            if (await ReadAsync(context.Request) is not { } body)
            {
                context.Response.Abort();
                continue;
            }

            var received = new Received(
                context.Request.Headers["webhook-id"] ?? "",
                context.Request.Headers["webhook-timestamp"] ?? "",
                context.Request.Headers["webhook-signature"] ?? "",
                body,
                TimeProvider.System.GetUtcNow());
            _received.Enqueue(received);
            try
            {
                Answer(context.Response, AnswerWith(received));
            }
            catch (ObjectDisposedException) when (!_listener.IsListening)
            {
                return; // The test has ended meanwhile.
            }
        }
    }

    private void Answer(HttpListenerResponse response, int status)
    {
        response.StatusCode = status;
        if (RetryAfter is not null)
        {
            response.Headers["Retry-After"] = RetryAfter;
        }

        response.Close();
    }

    /// <summary>Null when its sender gave it up before all of it was sent, as one does whose clock a test has moved on.</summary>
    private static async Task<string?> ReadAsync(HttpListenerRequest request)
    {
        using var body = new MemoryStream();
        try
        {
            await request.InputStream.CopyToAsync(body);
        }
        catch (Exception fault) when (fault is HttpListenerException or IOException)
        {
            return null;
        }

        return body.Length < request.ContentLength64 ? null : Encoding.UTF8.GetString(body.ToArray());
    }

    private static (HttpListener Listener, string Url) Listen()
    {
        for (var tries = 1; ; tries++)
        {
            var url = $"http://127.0.0.1:{Interlocked.Increment(ref _lastPort)}/hook/";
            var listener = new HttpListener { Prefixes = { url } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (tries < 50)
            {
                // Somebody has this one. It is not closed: closing would try to listen once more.
            }
        }
    }

    private sealed record Sight(IReadOnlyList<Received> All, Received? Found)
    {
        public override string ToString() => string.Join(", ", All.Select(received => $"{received.At:HH:mm:ss.fff} {(received.Json is JsonArray set ? $"{set.Count} events" : received.Type)} {received.Id}"));
    }
}

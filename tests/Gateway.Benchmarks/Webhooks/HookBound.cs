using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>The bound "hook": signs and posts a body of the usual size, 64 in flight, and stores nothing.</summary>
internal sealed class HookBound : IDisposable
{
    /// <summary>What the product's body of a delivered SMS has.</summary>
    private const int BodyBytes = 900;

    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Body = Encoding.ASCII.GetBytes(new string('x', BodyBytes));

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly Uri _address;

    public HookBound(IPEndPoint receiver) => _address = new Uri($"http://{receiver}{HookServer.Path}");

    public void Dispose() => _client.Dispose();

    /// <summary>Requests a second.</summary>
    public async Task<double> MeasureAsync(TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, WebhooksOptions.InFlight).Select(_ => Task.Run(() => SendAsync(started, duration))));
        return sent.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<int> SendAsync(long started, TimeSpan duration)
    {
        var sent = 0;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var id = Guid.NewGuid().ToString("N");
            var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. Body];
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(Body) };
            request.Headers.TryAddWithoutValidation("webhook-id", id);
            request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
            request.Headers.TryAddWithoutValidation("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, signed)));
            using var answer = await _client.SendAsync(request, CancellationToken.None);
            sent += answer.IsSuccessStatusCode ? 1 : throw new BenchmarkException($"The receiver answers {(int)answer.StatusCode}.");
        }

        return sent;
    }
}

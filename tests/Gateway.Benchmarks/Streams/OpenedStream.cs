using System.Diagnostics;
using System.Net.Http.Headers;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Streams;

/// <summary>A client of <c>GET /v1/events/stream</c> that notes when its first event comes.</summary>
internal sealed class OpenedStream : IDisposable
{
    private readonly HttpResponseMessage _answer;

    private OpenedStream(HttpResponseMessage answer) => _answer = answer;

    /// <summary>When the first event came, on <see cref="Stopwatch"/>'s clock.</summary>
    public required Task<long> First { get; init; }

    public static async Task<OpenedStream> OpenAsync(HttpMessageInvoker client, string address, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}/v1/events/stream?start=latest");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var answer = await client.SendAsync(request, CancellationToken.None);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException($"A stream was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        return new OpenedStream(answer) { First = ReadAsync(answer) };
    }

    public void Dispose() => _answer.Dispose();

    private static async Task<long> ReadAsync(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                return Stopwatch.GetTimestamp();
            }
        }

        throw new BenchmarkException("A stream has ended.");
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Support;

/// <summary>One block of a stream of server-sent events.</summary>
internal sealed record SentEvent(string? Id, string? Type, string? Data, string? Comment)
{
    public JsonNode Json => JsonNode.Parse(Data!)!;
}

/// <summary>A client of a stream, as the HTML standard describes it: it remembers the last id.</summary>
internal sealed class ServerSentEvents : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly ConcurrentQueue<SentEvent> _all = new();
    private readonly CancellationTokenSource _stop = new();

    private ServerSentEvents(HttpClient client, HttpResponseMessage response)
    {
        (_client, _response) = (client, response);
        Ended = Task.Run(ReadAsync);
    }

    public HttpResponseMessage Response => _response;

    public IReadOnlyCollection<SentEvent> All => _all;

    public IEnumerable<SentEvent> Events => _all.Where(sent => sent.Data is not null);

    public IEnumerable<string> Comments => _all.Select(sent => sent.Comment).OfType<string>();

    /// <summary>Of events and of ids alone.</summary>
    public string LastId => _all.Last(sent => sent.Id is not null).Id!;

    /// <summary>True when the server ended it as HTTP wants it, false when the connection broke.</summary>
    public Task<bool> Ended { get; }

    public static async Task<ServerSentEvents> OpenAsync(Uri server, string key, string path, string? lastId = null)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        return new ServerSentEvents(client, await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    public async Task<SentEvent> ArrivesAsync(Func<SentEvent, bool> isIt, string what)
    {
        await Eventually.BeAsync(() => Task.FromResult(_all.Any(isIt)), what, 30);
        return _all.First(isIt);
    }

    public Task UpToDateAsync() => ArrivesAsync(sent => sent.Comment == "up to date", "the stream is up to date");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _response.Dispose();
        await Ended;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _response.Content.ReadAsStreamAsync(_stop.Token));
            var sent = new SentEvent(null, null, null, null);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.Length == 0)
                {
                    _all.Enqueue(sent);
                    sent = new SentEvent(null, null, null, null);
                    continue;
                }

                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var value = line[(colon + 1)..].TrimStart();
                sent = line[..colon] switch
                {
                    "" => sent with { Comment = value },
                    "id" => sent with { Id = value },
                    "event" => sent with { Type = value },
                    "data" => sent with { Data = value },
                    _ => sent,
                };
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>Takes webhooks and writes down when each message's came.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const string Path = "/hook";

    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>When each message's webhook came, by the clock of <see cref="Stopwatch"/>.</summary>
    public ConcurrentDictionary<Guid, long> Received { get; } = new();

    public string Address => _app.Urls.First() + Path;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost(Path, (RequestDelegate)receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var now = Stopwatch.GetTimestamp();
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        Received.TryAdd(body.RootElement.GetProperty("data").GetProperty("id").GetGuid(), now);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

using Gateway.Benchmarks.Bounds;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>The receiver: a process of its own that reads the body and answers 204, or hangs.</summary>
internal static class HookServer
{
    public const string Path = "/hook";
    public const string HangingPath = "/hang";

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.MapPost(Path, (RequestDelegate)(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }));
        app.MapPost(HangingPath, (RequestDelegate)(static context => Task.Delay(Hang, TimeProvider.System, context.RequestAborted)));
        app.MapGet(BoundServer.ReadyPath, () => "ready");
        await app.RunAsync();
        return 0;
    }
}

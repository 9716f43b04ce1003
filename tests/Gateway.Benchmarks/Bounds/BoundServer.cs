using System.Buffers.Text;
using Npgsql;

namespace Gateway.Benchmarks.Bounds;

/// <summary>The smallest web server that takes a message: no authentication, no checks, no logging. The address and the database come by environment, as for the product.</summary>
internal static class BoundServer
{
    public const string Path = "/v1/messages";
    public const string ReadyPath = "/health/ready";

    public static async Task<int> RunAsync(Func<IConfiguration, RequestDelegate> handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.MapPost(Path, handler(app.Configuration));
        app.MapGet(ReadyPath, () => "ready");
        await app.RunAsync();
        return 0;
    }

    public static NpgsqlDataSource Source(IConfiguration configuration, int maxConnections = 1)
    {
        var connection = configuration.GetConnectionString("Gateway") ?? throw new InvalidOperationException("ConnectionStrings__Gateway is missing.");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = maxConnections });
    }

    /// <summary>202 with <c>{"id":"…"}</c>.</summary>
    public static Task AnswerAsync(HttpResponse response, Guid id)
    {
        const int GuidLength = 36;
        var start = "{\"id\":\""u8;
        var end = "\"}"u8;
        var answer = new byte[start.Length + GuidLength + end.Length];
        start.CopyTo(answer);
        Utf8Formatter.TryFormat(id, answer.AsSpan(start.Length), out _);
        end.CopyTo(answer.AsSpan(start.Length + GuidLength));
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        return response.Body.WriteAsync(answer, response.HttpContext.RequestAborted).AsTask();
    }
}

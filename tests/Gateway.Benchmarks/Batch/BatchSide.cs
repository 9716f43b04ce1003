using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>The product, which accepts and hands nearly nothing over.</summary>
internal sealed class BatchSide : IAsyncDisposable
{
    private readonly Product _product;
    private readonly QueueDatabase _queue;
    private readonly RequestTemplate _request = BatchRequests.Product();
    private long _expected;

    private BatchSide(Product product, QueueDatabase queue) => (_product, _queue) = (product, queue);

    public ServerProcess Server => _product.Server;

    /// <summary>It has the template of the tables. Earlier builds have none.</summary>
    public bool HasTemplate { get; private set; }

    public static async Task<BatchSide> StartAsync(string name, string program)
    {
        var queue = await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
        var settings = queue.Bizppurio("queue", maxQueued: 1);
        settings["Gateway__Roles"] = "http";
        var side = new BatchSide(await Product.StartAsync(name, program, settings), queue);
        side.HasTemplate = await side.RegisterAsync(UploadLines.Template);
        return side;
    }

    public Task EmptyAsync()
    {
        _expected = 0;
        return _product.EmptyAsync();
    }

    public async Task<Done> PostAsync(TimeSpan window)
    {
        var load = await LoadGenerator.RunAsync(Server.Address, _request, BatchOptions.Connections, window);
        if (load.Errors > 0)
        {
            throw new BenchmarkException($"The gateway answered {load.Errors} requests with a fault. See {Output.Path("*.log")}.");
        }

        var done = new Done((long)load.Accepted * BatchOptions.MessagesOfPost, load.Elapsed, load.Percentile(0.5), load.Percentile(0.99));
        await CheckAsync(done.Count);
        return done;
    }

    public async Task<Done> UploadAsync(UploadLines upload, int lines)
    {
        var took = await LineUpload.RunAsync(Server.Address, upload, lines);
        await CheckAsync(lines);
        return new Done(lines, took);
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        await _queue.DisposeAsync();
    }

    private async Task<bool> RegisterAsync(string template)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{Server.Address}/v1/templates");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        request.Content = new StringContent(template, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, CancellationToken.None);
        return answer.StatusCode switch
        {
            HttpStatusCode.Created => true,
            HttpStatusCode.NotFound => false,
            _ => throw new BenchmarkException(
                $"The template was not registered: {await answer.Content.ReadAsStringAsync()}"),
        };
    }

    private async Task CheckAsync(long added)
    {
        _expected += added;
        await _product.ExpectAsync("Messages", _expected, "SELECT count(*) FROM gateway.messages");
        await _product.ExpectAsync("Messages that wait", _expected, "SELECT count(*) FROM gateway.inflight");
    }
}

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

    public static async Task<BatchSide> StartAsync(string name, string program)
    {
        var queue = await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
        var settings = queue.Bizppurio("queue", maxQueued: 1);
        settings["Gateway__Roles"] = "http";
        return new BatchSide(await Product.StartAsync(name, program, settings), queue);
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

    private async Task CheckAsync(long added)
    {
        _expected += added;
        await _product.ExpectAsync("Messages", _expected, "SELECT count(*) FROM gateway.messages");
        await _product.ExpectAsync("Messages that wait", _expected, "SELECT count(*) FROM gateway.inflight");
    }
}

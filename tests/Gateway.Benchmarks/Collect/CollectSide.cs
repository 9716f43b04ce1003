using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Collect;

/// <summary>The product with a vendor of its own, and its collecting.</summary>
internal sealed class CollectSide : IAsyncDisposable
{
    private readonly Product _product;
    private readonly QueueDatabase _queue;

    private CollectSide(Product product, QueueDatabase queue, CollectWork work) =>
        (_product, _queue, Work) = (product, queue, work);

    public ServerProcess Server => _product.Server;

    public CollectWork Work { get; }

    public static async Task<CollectSide> StartAsync(string name, string program, int messages, int logRows)
    {
        var queue = await QueueDatabase.CreateAnyAsync();
        var product = await Product.StartAsync(name, program, queue.Bizppurio("queue", maxQueued: 1000));
        await queue.WaitForAsync("BIZ_MSG");
        var work = await CollectWork.CreateAsync(product, queue, logRows);
        await History.MakeAsync(product.State, messages);
        return new CollectSide(product, queue, work);
    }

    public async ValueTask DisposeAsync()
    {
        await _product.DisposeAsync();
        await _queue.DisposeAsync();
    }
}

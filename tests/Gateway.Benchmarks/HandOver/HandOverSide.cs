using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.HandOver;

/// <summary>The product, with one node or more, and its hand-over.</summary>
internal sealed class HandOverSide : IAsyncDisposable
{
    private readonly Product _product;
    private readonly List<ServerProcess> _others = [];

    private HandOverSide(Product product, HandOverWork work) => (_product, Work) = (product, work);

    public HandOverWork Work { get; }

    public IReadOnlyList<ServerProcess> Servers => [_product.Server, .. _others];

    public static async Task<HandOverSide> StartAsync(string name, string program, HandOverOptions options, QueueDatabase queue)
    {
        var settings = queue.Bizppurio(HandOverWork.Vendor, HandOverWork.MaxQueued);
        var product = await Product.StartAsync($"{name}-{queue.Kind}", program, settings);
        var side = new HandOverSide(product, new HandOverWork(product, queue, keepsHistory: options.Messages > 0));
        for (var node = 2; node <= options.Nodes; node++)
        {
            side._others.Add(await Product.StartAsync($"{name}-{queue.Kind}-{node}", program, product.State, settings));
        }

        await queue.WaitForAsync("BIZ_MSG");
        await History.MakeAsync(product.State, options.Messages);
        return side;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }

        await _product.DisposeAsync();
    }
}

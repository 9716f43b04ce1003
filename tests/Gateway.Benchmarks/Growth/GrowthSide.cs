using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Collect;
using Gateway.Benchmarks.HandOver;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Running;
using Gateway.Benchmarks.Webhooks;

namespace Gateway.Benchmarks.Growth;

/// <summary>One installation, with everything that is measured on it.</summary>
internal sealed class GrowthSide : IAsyncDisposable
{
    private const int Connections = 64;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, Func<GrowthSide, Meter, Task<Reading>>> Measures = new()
    {
        ["accept"] = static (side, meter) => side.AcceptAsync(meter),
        ["flow"] = static (side, meter) => side.FlowAsync(meter),
        ["hand-over"] = static (side, meter) => side.HandOverAsync(meter),
        ["reports"] = static (side, meter) => side.CollectAsync(meter),
        ["webhook"] = static (side, meter) => side.DeliverAsync(meter),
    };

    private readonly GrowthOptions _options;
    private readonly Stack<IAsyncDisposable> _owned;
    private readonly Product _product;
    private readonly IReadOnlyList<string> _vendors;
    private readonly IReadOnlyList<RequestTemplate> _requests;
    private readonly HandOverWork _handOver;
    private readonly CollectWork _collect;
    private readonly DeliveryWork _deliver;

    private GrowthSide(
        GrowthOptions options,
        Stack<IAsyncDisposable> owned,
        Product product,
        IReadOnlyList<string> vendors,
        Tenants tenants,
        HandOverWork handOver,
        CollectWork collect)
    {
        (_options, _owned, _product, _vendors) = (options, owned, product, vendors);
        (_handOver, _collect) = (handOver, collect);
        _requests = [.. tenants.Keys.Select(AcceptRequests.Keyed)];
        _deliver = new DeliveryWork(product, tenants.Webhook);
    }

    /// <summary>What can be measured.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Measures.Keys];

    /// <summary>What is measured, by name: to be called in turn for both installations.</summary>
    public IReadOnlyList<(string Name, Func<Meter, Task<Reading>> MeasureAsync)> Paths =>
        [.. _options.Paths.Select(name => (name, (Func<Meter, Task<Reading>>)(meter => Measures[name](this, meter))))];

    public static async Task<GrowthSide> StartAsync(string name, GrowthOptions options, IPEndPoint receiver)
    {
        var owned = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(name, options, receiver, owned);
        }
        catch
        {
            await DisposeAsync(owned);
            throw;
        }
    }

    public ValueTask DisposeAsync() => DisposeAsync(_owned);

    private static async Task<GrowthSide> StartAsync(
        string name, GrowthOptions options, IPEndPoint receiver, Stack<IAsyncDisposable> owned)
    {
        var queue = await QueueAsync();
        var settings = DeliveryWork.Settings().Concat(queue.Bizppurio(HandOverWork.Vendor, HandOverWork.MaxQueued));
        var vendors = new List<string> { HandOverWork.Vendor };
        for (var vendor = 2; vendor <= options.Vendors; vendor++)
        {
            vendors.Add(string.Create(CultureInfo.InvariantCulture, $"{HandOverWork.Vendor}{vendor}"));
            settings = settings.Concat((await QueueAsync()).Bizppurio(vendors[^1], HandOverWork.MaxQueued));
        }

        var product = await Product.StartAsync(name, options.Gateway, new Dictionary<string, string>(settings));
        owned.Push(product);
        await queue.WaitForAsync("BIZ_MSG");
        var tenants = await Tenants.MakeAsync(product, options, receiver);
        await History.MakeAsync(product.State, options.Messages, tenants.Ids, vendors);
        await product.State.ExecuteAsync("ANALYZE");
        return new GrowthSide(
            options,
            owned,
            product,
            vendors,
            tenants,
            new HandOverWork(product, queue, keepsHistory: true, tenants.Ids),
            await CollectWork.CreateAsync(product, queue, logRows: 10_000, tenants.Ids));

        async Task<QueueDatabase> QueueAsync()
        {
            var made = await QueueDatabase.CreateAnyAsync();
            owned.Push(made);
            return made;
        }
    }

    private static async ValueTask DisposeAsync(Stack<IAsyncDisposable> owned)
    {
        while (owned.TryPop(out var one))
        {
            await one.DisposeAsync();
        }
    }

    /// <summary>All accounts send at once, while nothing may enter a queue.</summary>
    private async Task<Reading> AcceptAsync(Meter meter)
    {
        await _handOver.PrepareAsync(1);
        await PauseAsync(paused: true);
        await CalmAsync();
        await SendAsync(Settle);
        return await meter.MeasureAsync(_product.Server, () => SendAsync(Window));
    }

    /// <summary>The same, while everything enters the queues of all vendors.</summary>
    private async Task<Reading> FlowAsync(Meter meter)
    {
        await _handOver.PrepareAsync(1);
        await PauseAsync(paused: false);
        await SendAsync(Window);
        await SettleAsync();
        await CalmAsync();
        await SendAsync(Settle);
        var reading = await meter.MeasureAsync(_product.Server, () => SendAsync(Window));
        await SettleAsync();
        return reading;
    }

    /// <summary>
    /// Emptied tables make PostgreSQL plan all that is asked of them anew, for each connection, and the jobs of many
    /// vendors ask every five seconds. That is no part of what is measured.
    /// </summary>
    private static Task CalmAsync() => Task.Delay(Calm, TimeProvider.System);

    private async Task PauseAsync(bool paused)
    {
        foreach (var vendor in _vendors)
        {
            await _product.PauseAsync(vendor, paused);
        }
    }

    /// <summary>Waits until nothing waits any more: it would go on in another window.</summary>
    private async Task SettleAsync()
    {
        const string left = "SELECT count(*) FROM gateway.inflight WHERE state < {InflightState.Queued}";
        for (var started = Stopwatch.GetTimestamp(); await _product.NumberAsync(left) > 0;)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new BenchmarkException($"Messages wait still after {Patience.TotalSeconds} s. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        await ForgetAsync();
    }

    /// <summary>Nobody is to ask for what stands in the queues while something else is measured.</summary>
    private Task ForgetAsync() => _product.State.ExecuteAsync(EmbeddedSql.Text("Growth.Sql.forget-queued"));

    private async Task<Done> SendAsync(TimeSpan duration)
    {
        var load = await LoadGenerator.RunAsync([_product.Server.Address], _requests, Connections, duration);
        return load.Errors == 0
            ? new Done(load.Accepted, load.Elapsed, load.Percentile(0.5), load.Percentile(0.99))
            : throw new BenchmarkException($"{load.Errors} requests were not accepted. See {Output.Path("*.log")}.");
    }

    private async Task<Reading> HandOverAsync(Meter meter)
    {
        await _handOver.PrepareAsync(_options.Waiting);
        await CalmAsync();
        var reading = await meter.MeasureAsync(_product.Server, _handOver.HandOverAsync);
        await _handOver.CheckAsync(_options.Waiting);
        await ForgetAsync();
        return reading;
    }

    private async Task<Reading> CollectAsync(Meter meter)
    {
        await _collect.PrepareAsync(_options.Waiting, recent: true);
        await CalmAsync();
        var reading = await meter.MeasureAsync(_product.Server, _collect.CollectAsync);
        await _collect.CheckAsync();
        return reading;
    }

    private async Task<Reading> DeliverAsync(Meter meter)
    {
        await _deliver.PrepareAsync(_options.Events);
        await CalmAsync();
        return await meter.MeasureAsync(_product.Server, _deliver.DeliverAsync);
    }
}

using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>Measures accepting many at once: the bound, the product's POSTs and its uploads in turn.</summary>
internal static class BatchCommand
{
    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, BatchOptions.Help, () => MeasureAsync(BatchOptions.Parse(args)));

    private static async Task MeasureAsync(BatchOptions options)
    {
        var meter = await Meter.CreateAsync();
        var comparison = new Comparison("batch");
        await using var bound = await BulkBound.StartAsync();
        await using var product = await BatchSide.StartAsync("batch", options.Gateway);
        await using var before = options.Before is { } program ? await BatchSide.StartAsync("batch-before", program) : null;
        BatchSide[] products = before is null ? [product] : [product, before];
        await bound.PostAsync(options.Window);
        foreach (var side in products)
        {
            // Uploads only after the first measured one: it shows what memory one takes.
            await side.PostAsync(options.Window);
        }

        var growth = 0.0;
        for (var round = 1; round <= options.Rounds; round++)
        {
            Measurement.Tell($"round {round} of {options.Rounds} …");
            await bound.EmptyAsync();
            comparison.Add("bulk", "bound: 1,000 a POST, one COPY", await meter.MeasureAsync(bound.Server, () => bound.PostAsync(options.Window)));
            foreach (var side in products)
            {
                var suffix = side == before ? " before" : "";
                await side.EmptyAsync();
                comparison.Add("batch" + suffix, "product, 1,000 a POST, Idempotency-Key", await meter.MeasureAsync(side.Server, () => side.PostAsync(options.Window)));
                await side.EmptyAsync();
                var memory = ProcessUsage.Megabytes(side.Server.Id);
                comparison.Add("stream" + suffix, "product, NDJSON upload", await meter.MeasureAsync(side.Server, () => side.UploadAsync(options.Lines)));
                if (side == product && round == 1)
                {
                    growth = Math.Max(0, ProcessUsage.PeakMegabytes(side.Server.Id) - memory);
                }
            }
        }

        comparison.Targets.Add("2 batch", comparison.Ratio("batch", "bulk"));
        comparison.Targets.Add("2 stream", comparison.Ratio("stream", "bulk"));
        comparison.Targets.Add("7 stream", growth);
        await comparison.TellAsync($"{BatchOptions.Connections} connections, windows of {options.Window.TotalSeconds} s, uploads of {options.Lines:N0} lines");
    }
}

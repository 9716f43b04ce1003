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
        await bound.PostAsync(options.Warm);
        foreach (var side in products)
        {
            // Uploads only after the first measured one: it shows what memory one takes.
            await side.PostAsync(options.Warm);
        }

        var growth = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var round = 1; round <= options.Rounds; round++)
        {
            Measurement.Tell($"round {round} of {options.Rounds} …");
            await bound.EmptyAsync();
            comparison.Add("bulk", "bound: 1,000 a POST, one COPY", await meter.MeasureAsync(bound.Server, () => bound.PostAsync(options.Window)));
            foreach (var side in Turns.Of(round, products))
            {
                await MeasureSideAsync(side, side == before ? " before" : "", isFirst: side == product && round == 1);
            }
        }

        comparison.Targets.Add("2 batch", comparison.Ratio("batch", "bulk"));
        comparison.Targets.Add("2 stream", comparison.Ratio("stream", "bulk"));
        comparison.Targets.Add("7 stream", growth["stream"]);
        comparison.Targets.Add("10", comparison.Ratio("table", "lines"));
        comparison.Targets.Add("10 memory", growth["long table"]);
        var uploads = $"uploads of {options.Lines:N0} lines, tables of {options.TableLines:N0}";
        await comparison.TellAsync($"{BatchOptions.Connections} connections, windows of {options.Window.TotalSeconds} s, {uploads}");

        // What memory uploads take is seen in the first round.
        async Task MeasureSideAsync(BatchSide side, string suffix, bool isFirst)
        {
            await side.EmptyAsync();
            comparison.Add("batch" + suffix, "product, 1,000 a POST, Idempotency-Key", await meter.MeasureAsync(side.Server, () => side.PostAsync(options.Window)));
            await UploadAsync("stream", "product, NDJSON upload", UploadLines.Posts(), options.Lines);
            if (isFirst)
            {
                await UploadAsync("long table", "product, form with CSV in CP949, a template", UploadLines.Table(side.HasTemplate), options.Lines);
            }

            await UploadAsync("lines", "product, NDJSON in UTF-8", UploadLines.Json(), options.TableLines);
            await UploadAsync("table", "the same as a form with CSV in CP949" + (side.HasTemplate ? ", a template" : ""), UploadLines.Table(side.HasTemplate), options.TableLines);

            async Task UploadAsync(string name, string what, UploadLines upload, int lines)
            {
                await side.EmptyAsync();
                ProcessUsage.ForgetPeak(side.Server.Id);
                var memory = ProcessUsage.Megabytes(side.Server.Id);
                comparison.Add(name + suffix, what, await meter.MeasureAsync(side.Server, () => side.UploadAsync(upload, lines)));
                if (isFirst)
                {
                    growth[name] = Math.Max(0, ProcessUsage.PeakMegabytes(side.Server.Id) - memory);
                }
            }
        }
    }
}

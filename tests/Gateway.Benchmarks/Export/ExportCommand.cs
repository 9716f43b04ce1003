using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Export;

/// <summary>Measures files of results: how fast they come, and what memory they take.</summary>
internal static class ExportCommand
{
    public static Task<int> RunAsync(string[] args) =>
        Measurement.RunAsync(args, ExportOptions.Help, () => MeasureAsync(ExportOptions.Parse(args)));

    private static async Task MeasureAsync(ExportOptions options)
    {
        await using var product = await ExportSide.StartAsync(options);

        // A short file first: the server compiles what it runs often, and has then what it needs in any case.
        await product.ReadAsync("?to=01000000001", 1);
        var before = ProcessUsage.Megabytes(product.ProcessId);
        (string Name, string Query, int Rows)[] files =
        [
            ("all of an account", "", options.Messages),
            ("one batch", $"?batchId={product.Batch}", options.Messages),
            ("one batch, status=failed", $"?batchId={product.Batch}&status=failed", options.Messages / ExportSide.OneFails),
        ];
        Console.WriteLine($"GET /v1/messages, Accept: text/csv; {options.Messages:N0} messages, median of {options.Rounds}");
        Console.WriteLine($"{"file",-26} {"rows",10} {"MB",6} {"s",7} {"rows/s",9} {"gateway CPU s",13}");
        foreach (var (name, query, rows) in files)
        {
            var read = new List<ExportReading>();
            for (var round = 0; round < options.Rounds; round++)
            {
                Measurement.Tell($"{name}, {round + 1} of {options.Rounds} …");
                read.Add(await product.ReadAsync(query, rows));
            }

            var seconds = Comparison.Median(read.Select(file => file.Seconds));
            Console.WriteLine($"{name,-26} {rows,10:N0} {read[0].Bytes / 1e6,6:N0} {seconds,7:N1} {rows / seconds,9:N0} {Comparison.Median(read.Select(file => file.ServerCpu)),13:N1}");
        }

        var peak = ProcessUsage.PeakMegabytes(product.ProcessId);
        Console.WriteLine($"\nRSS before {before:N0} MB, peak {peak:N0} MB: {peak - before:N0} MB more");
    }
}

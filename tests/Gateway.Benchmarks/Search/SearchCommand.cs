using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Search;

/// <summary>Measures search: what a page takes when there are millions of messages.</summary>
internal static class SearchCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(SearchOptions.Help);
            return 0;
        }

        try
        {
            var options = SearchOptions.Parse(args);
            await using var product = await SearchSide.StartAsync(options);
            var samples = await product.History.DrawAsync(options.Requests);
            await product.WarmAsync(SearchCase.All(product.History).First(), samples);
            await product.WarmAsync(SearchCase.All(product.History).ElementAt(1), samples);
            var results = new List<SearchResult>();
            SearchReport.PrintHead(options);
            foreach (var kind in SearchCase.All(product.History))
            {
                results.Add(await product.MeasureAsync(kind, samples));
                SearchReport.Print(results[^1]);
            }

            await SearchReport.SaveAsync(options, results, product.PeakMegabytes);
            return 0;
        }
        catch (BenchmarkException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 1;
        }
    }
}

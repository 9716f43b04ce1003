using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Overview;

/// <summary>How much to measure.</summary>
internal sealed record OverviewOptions
{
    public const string Help = """
        overview: the console's first page over a long history, and each question to the API that it asks; p99 below 100 ms
          --short         500,000 messages, for a quick look
          --messages N    messages in the database (5000000)
          --requests N    pages, one after the other (300)
          --gateway DLL   the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    public required int Messages { get; init; }

    public required int Requests { get; init; }

    public required string Gateway { get; init; }

    public static OverviewOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new OverviewOptions
        {
            Messages = arguments.Number("--messages", isShort ? 500_000 : 5_000_000),
            Requests = arguments.Number("--requests", 300),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

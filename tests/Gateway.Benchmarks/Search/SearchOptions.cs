using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Search;

/// <summary>How much to measure.</summary>
internal sealed record SearchOptions
{
    public const string Help = """
        search: GET /v1/messages over a long history, by each filter, the first page and the pages after it; p99 below 20 ms each
          --short         500,000 messages, for a quick look
          --messages N    messages in the database (5000000)
          --requests N    first pages per filter (200); a quarter of them are followed by up to three pages
          --gateway DLL   the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    /// <summary>What a page may take.</summary>
    public const double TargetMilliseconds = 20;

    /// <summary>Pages that are read behind a first one.</summary>
    public const int PagesBehind = 3;

    public required int Messages { get; init; }

    public required int Requests { get; init; }

    public required string Gateway { get; init; }

    public static SearchOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new SearchOptions
        {
            Messages = arguments.Number("--messages", isShort ? 500_000 : 5_000_000),
            Requests = arguments.Number("--requests", 200),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

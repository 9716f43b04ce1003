using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Collect;

/// <summary>How much to measure.</summary>
internal sealed record CollectOptions
{
    public const string Help = """
        collect: from rows in the vendor's log to status, event and statistics, compared with the bound "pgrep" of the targets (5a), with few and many messages in the state database (5b)
          --short             3 rounds of 15,000 reports, 50,000 and 200,000 messages, for a quick look
          --rounds N          rounds (5); each measures every side once, in turn
          --reports N         reports of a round (100000)
          --few N             messages of the past in one state database (1000000)
          --messages N        messages of the past in the other one (5000000)
          --log-rows N        rows in the vendor's log table before (10000; 1000000 is what a busy month has)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
          --before DLL        another build of the product with few messages, measured in the same rounds
        The log is on MariaDB when GATEWAY_TEST_MYSQL names it, else on PostgreSQL.
        """;

    public required int Rounds { get; init; }

    public required int Reports { get; init; }

    public required int Few { get; init; }

    public required int Messages { get; init; }

    public required int LogRows { get; init; }

    public required string Gateway { get; init; }

    public required string? Before { get; init; }

    public static CollectOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new CollectOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 3 : 5),
            Reports = arguments.Number("--reports", isShort ? 15_000 : 100_000),
            Few = arguments.Number("--few", isShort ? 50_000 : 1_000_000),
            Messages = arguments.Number("--messages", isShort ? 200_000 : 5_000_000),
            LogRows = arguments.Number("--log-rows", 10_000),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
            Before = arguments.Text("--before"),
        };
        arguments.RefuseRest();
        return options.Messages > options.Few && options.Few >= options.Reports * options.Rounds ? options : throw new BenchmarkException("--messages must be more than --few, and that at least --reports for each round.");
    }
}

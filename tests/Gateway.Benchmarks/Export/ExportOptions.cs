using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Export;

/// <summary>How much to measure.</summary>
internal sealed record ExportOptions
{
    public const string Help = """
        export: GET /v1/messages with Accept: text/csv, a whole campaign as one file: rows a second, and the memory that it takes
          --short         100,000 messages, 2 rounds, for a quick look
          --messages N    messages of the campaign (1000000)
          --rounds N      files of each kind (3)
          --gateway DLL   the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    public required int Messages { get; init; }

    public required int Rounds { get; init; }

    public required string Gateway { get; init; }

    public static ExportOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new ExportOptions
        {
            Messages = arguments.Number("--messages", isShort ? 100_000 : 1_000_000),
            Rounds = arguments.Number("--rounds", isShort ? 2 : 3),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

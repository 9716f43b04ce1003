using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>How long and how often to measure.</summary>
internal sealed record BatchOptions
{
    public const string Help = """
        batch: 1,000 messages a POST over two connections, and NDJSON uploads, durably stored, compared with the bound "bulk" of the targets (2); a form with CSV in CP949 and a template beside NDJSON of the same messages (10); the memory that uploads take (7, 10)
          --short             3 rounds of 3 s, uploads of 100,000 lines, for a quick look
          --rounds N          rounds (5); each measures every side once, in turn
          --window S          seconds of a window (6)
          --warm S            seconds of POSTs to each side before the first round (12)
          --lines N           lines of an upload (1000000)
          --table-lines N     lines of the tables and of the NDJSON beside them (100000)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
          --before DLL        another build of the product, measured in the same rounds
        """;

    public const int Connections = 2;

    public const int MessagesOfPost = 1000;

    public required int Rounds { get; init; }

    public required TimeSpan Window { get; init; }

    public required TimeSpan Warm { get; init; }

    public required int Lines { get; init; }

    public required int TableLines { get; init; }

    public required string Gateway { get; init; }

    public required string? Before { get; init; }

    public static BatchOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new BatchOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 3 : 5),
            Window = TimeSpan.FromSeconds(arguments.Number("--window", isShort ? 3 : 6)),
            Warm = TimeSpan.FromSeconds(arguments.Number("--warm", 12)),
            Lines = arguments.Number("--lines", isShort ? 100_000 : 1_000_000),
            TableLines = arguments.Number("--table-lines", 100_000),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
            Before = arguments.Text("--before"),
        };
        arguments.RefuseRest();
        return options;
    }
}

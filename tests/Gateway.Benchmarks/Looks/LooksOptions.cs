using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Looks;

/// <summary>How much to measure.</summary>
internal sealed record LooksOptions
{
    public const string Help = """
        looks: what each statement to a vendor's tables costs, compared with another build of the gateway in the same run
          --short             3 rounds, for a quick look
          --rounds N          rounds (9); each measures both builds once, in turn
          --rows N            rows that wait in the queue, and results (20000)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
          --before DLL        the other build's program
        """;

    public required int Rounds { get; init; }

    public required int Rows { get; init; }

    public required string Gateway { get; init; }

    public required string Before { get; init; }

    public static LooksOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new LooksOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 3 : 9),
            Rows = arguments.Number("--rows", 20_000),
            Gateway = Vendors(arguments.Text("--gateway") ?? Output.Product),
            Before = Vendors(arguments.Text("--before") ?? throw new BenchmarkException("--before is missing: the program of the build to compare with.")),
        };
        arguments.RefuseRest();
        return options;
    }

    private static string Vendors(string program) => Path.Combine(Path.GetDirectoryName(program) ?? "", "Gateway.Vendors.dll");
}

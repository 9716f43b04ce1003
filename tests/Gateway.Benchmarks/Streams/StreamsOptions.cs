using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Streams;

internal sealed record StreamsOptions
{
    public const string Help = """
        streams: what open streams of events cost while nothing happens, beside the same gateway without them; then one event
          for each account, until every stream has it
          --short           windows of 30 s
          --streams N       open streams (2000), 20 for a key, 5 keys for an account
          --settle N        seconds before each window (15)
          --seconds N       each window (60)
          --gateway DLL     the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    public required int Streams { get; init; }

    public required TimeSpan Settle { get; init; }

    public required TimeSpan Window { get; init; }

    public required string Gateway { get; init; }

    public static StreamsOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new StreamsOptions
        {
            Streams = arguments.Number("--streams", 2000),
            Settle = TimeSpan.FromSeconds(arguments.Number("--settle", 15)),
            Window = TimeSpan.FromSeconds(arguments.Number("--seconds", isShort ? 30 : 60)),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Idle;

internal sealed record IdleOptions
{
    public const string Help = """
        idle: what the gateway asks of its databases while nothing is to do: KShot on MariaDB, a fresh state database, no message
          --short           a window of 30 s, for a quick look
          --settle N        seconds before the window, in which the gateway comes to rest (20)
          --seconds N       the window (60)
          --vendors N       vendors (1); the others are KShot too, with tables of their own beside the first one's
          --gateway DLL     the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        Both servers are counted as a whole where the figure is the server's: nothing else may use them.
        """;

    public required TimeSpan Settle { get; init; }

    public required TimeSpan Window { get; init; }

    public required int Vendors { get; init; }

    public required string Gateway { get; init; }

    public static IdleOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new IdleOptions
        {
            Settle = TimeSpan.FromSeconds(arguments.Number("--settle", 20)),
            Window = TimeSpan.FromSeconds(arguments.Number("--seconds", isShort ? 30 : 60)),
            Vendors = arguments.Number("--vendors", 1),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

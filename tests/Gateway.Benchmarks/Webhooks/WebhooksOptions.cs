using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Webhooks;

/// <summary>How much and how often to measure.</summary>
internal sealed record WebhooksOptions
{
    public const string Help = """
        webhooks: deliveries with stored outcome, compared with the bound "hook" of the targets (4a), and beside an endpoint that hangs (4b)
          --short             2 rounds of 3,000 events, for a quick look
          --rounds N          rounds (5); each measures every side once, in turn
          --events N          events of a round (20000); the bound sends for as long as the product did
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        """;

    /// <summary>What the bound of the targets has in flight.</summary>
    public const int InFlight = 64;

    public required int Rounds { get; init; }

    /// <summary>What each side works before anything counts: the first rounds are the compiler's.</summary>
    public required TimeSpan Warm { get; init; }

    public required int Events { get; init; }

    public required string Gateway { get; init; }

    public static WebhooksOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new WebhooksOptions
        {
            Warm = TimeSpan.FromSeconds(isShort ? 3 : 8),
            Rounds = arguments.Number("--rounds", isShort ? 2 : 5),
            Events = arguments.Number("--events", isShort ? 3000 : 20_000),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.HandOver;

/// <summary>How much to measure.</summary>
internal sealed record HandOverOptions
{
    public const string Help = """
        handover: from waiting in the gateway to a row in BIZ_MSG, compared with the bounds of the targets (3a on MariaDB, 3b on PostgreSQL), and the time from accepted to queued when idle (3d)
          --short             3 rounds of 30,000 messages, 3 s of warm-up, 200 single ones, for a quick look
          --rounds N          rounds (5); each measures every side once, in turn
          --waiting N         messages of a round (200000)
          --warm S            seconds of hand-over before the first round (8)
          --singles N         messages one after the other, when idle (400)
          --messages N        messages of the past in the state database (none)
          --log-rows N        rows in the vendor's log table (none)
          --nodes N           nodes of the product on one state database (1)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
          --before DLL        another build of the product, measured in the same rounds
        MariaDB is measured when GATEWAY_TEST_MYSQL names it. How the rate changes with what waits (3c) is measured by schedule.
        """;

    public required int Rounds { get; init; }

    public required int Waiting { get; init; }

    public required TimeSpan Warm { get; init; }

    public required int Singles { get; init; }

    public required int Messages { get; init; }

    public required int LogRows { get; init; }

    public required int Nodes { get; init; }

    public required string Gateway { get; init; }

    public required string? Before { get; init; }

    public static HandOverOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new HandOverOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 3 : 5),
            Waiting = arguments.Number("--waiting", isShort ? 30_000 : 200_000),
            Warm = TimeSpan.FromSeconds(arguments.Number("--warm", isShort ? 3 : 8)),
            Singles = arguments.Number("--singles", isShort ? 200 : 400),
            Messages = arguments.Number("--messages", 0),
            LogRows = arguments.Number("--log-rows", 0),
            Nodes = arguments.Number("--nodes", 1),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
            Before = arguments.Text("--before"),
        };
        arguments.RefuseRest();
        return options;
    }
}

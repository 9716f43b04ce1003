using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>How much and how long to measure.</summary>
internal sealed record EndToEndOptions
{
    public const string Help = """
        end-to-end: POST, queue table, agent, report, webhook: latencies at a steady rate (5c), and the time from the start of the gateway to its readiness (8)
          --short             10 s at 200 a second, 3 starts, for a quick look
          --rate N            POSTs a second (500)
          --seconds S         how long (30)
          --starts N          starts to time (5)
          --soak              10 minutes at the same rate, with the gateway's memory each minute; fails when it grows
          --minutes N         minutes of --soak (10)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        The queue is on MariaDB when GATEWAY_TEST_MYSQL names it, else on PostgreSQL.
        """;

    public required int Rate { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Starts { get; init; }

    public required bool Soak { get; init; }

    public required string Gateway { get; init; }

    public static EndToEndOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var soak = arguments.Flag("--soak");
        var (seconds, minutes) = (arguments.Number("--seconds", isShort ? 10 : 30), arguments.Number("--minutes", 10));
        var options = new EndToEndOptions
        {
            Rate = arguments.Number("--rate", isShort ? 200 : 500),
            Duration = soak ? TimeSpan.FromMinutes(minutes) : TimeSpan.FromSeconds(seconds),
            Starts = arguments.Number("--starts", isShort ? 3 : 5),
            Soak = soak,
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options;
    }
}

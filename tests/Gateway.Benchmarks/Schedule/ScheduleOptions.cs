using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Schedule;

/// <summary>How much to measure.</summary>
internal sealed record ScheduleOptions
{
    public const string Help = """
        schedule: reservations that are due at once, passwords behind a campaign, and the rate of hand-over with little and much waiting (3c), on each queue database
          --short             10,000 reservations, a campaign of 100,000, for a quick look
          --reservations N    reservations due in the same second (100000)
          --campaign N        messages in the lane bulk that wait (1000000)
          --passwords N       messages in the lane high, one after the other (200)
          --rounds N          rounds of hand-over with little and much waiting (5; with --short 3)
          --queue DATABASE    only this one: postgresql or mysql
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        MariaDB is measured when GATEWAY_TEST_MYSQL names it.
        """;

    /// <summary>The depth at which the rate of hand-over counts as that of a short queue.</summary>
    public const int Few = 20_000;

    public required int Reservations { get; init; }

    public required int Campaign { get; init; }

    public required int Passwords { get; init; }

    public required int Rounds { get; init; }

    public required string? Queue { get; init; }

    public required string Gateway { get; init; }

    public static ScheduleOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new ScheduleOptions
        {
            Reservations = arguments.Number("--reservations", isShort ? 10_000 : 100_000),
            Campaign = arguments.Number("--campaign", isShort ? 100_000 : 1_000_000),
            Passwords = arguments.Number("--passwords", isShort ? 50 : 200),
            Rounds = arguments.Number("--rounds", isShort ? 3 : 5),
            Queue = arguments.Text("--queue"),
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options.Queue is null or "postgresql" || (options.Queue is "mysql" && Settings.MySql is not null)
            ? options
            : throw new BenchmarkException("--queue wants postgresql, or mysql where GATEWAY_TEST_MYSQL names a server.");
    }
}

using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Growth;

/// <summary>How much to measure.</summary>
internal sealed record GrowthOptions
{
    public const string Help = """
        growth: accepting, hand-over, reports and webhooks of a small installation and of one that has grown, in turn; none may lose more than 15 %
          --short             2 rounds, 100,000 messages, for a quick look
          --rounds N          rounds (5); each measures every path of both, in turn
          --messages N        messages of the past, over half a year (10000000)
          --accounts N        accounts, which send in turn (50)
          --vendors N         vendors (20); hand-over and reports are those of one, and the others have nothing to do then
          --webhooks N        webhooks, of all accounts in turn (200); one gets what is measured, the others wait for messages that expire
          --waiting N         messages of a round's hand-over and reports (60000)
          --events N          events of a round's webhook (20000)
          --paths A,B         of accept, flow, hand-over, reports, webhook (all of them)
          --gateway DLL       the product's program (src/Gateway/bin/Release/net10.0/Gateway.dll)
        The small one has one account, one vendor, one webhook and nothing of the past. The queues are on MariaDB when GATEWAY_TEST_MYSQL names it, else on PostgreSQL.
        """;

    public required int Rounds { get; init; }

    public required int Messages { get; init; }

    public required int Accounts { get; init; }

    public required int Vendors { get; init; }

    public required int Webhooks { get; init; }

    public required int Waiting { get; init; }

    public required int Events { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public required string Gateway { get; init; }

    public static GrowthOptions Parse(string[] args)
    {
        var arguments = new Arguments(args);
        var isShort = arguments.Flag("--short");
        var options = new GrowthOptions
        {
            Rounds = arguments.Number("--rounds", isShort ? 2 : 5),
            Messages = arguments.Number("--messages", isShort ? 100_000 : 10_000_000),
            Accounts = arguments.Number("--accounts", 50),
            Vendors = arguments.Number("--vendors", 20),
            Webhooks = arguments.Number("--webhooks", 200),
            Waiting = arguments.Number("--waiting", isShort ? 20_000 : 60_000),
            Events = arguments.Number("--events", isShort ? 5000 : 20_000),
            Paths = arguments.Text("--paths")?.Split(',') ?? GrowthSide.Known,
            Gateway = arguments.Text("--gateway") ?? Output.Product,
        };
        arguments.RefuseRest();
        return options.Paths.FirstOrDefault(path => !GrowthSide.Known.Contains(path)) is { } unknown
            ? throw new BenchmarkException($"There is no path '{unknown}'. See --help.")
            : options;
    }

    /// <summary>The small installation.</summary>
    public GrowthOptions Small() => this with { Messages = 0, Accounts = 1, Vendors = 1, Webhooks = 1 };
}

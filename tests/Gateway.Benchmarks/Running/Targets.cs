namespace Gateway.Benchmarks.Running;

/// <summary>What a path must reach, as a ratio to a bound of the same run or as a figure of its own.</summary>
/// <param name="Number">As the list of targets has it.</param>
/// <param name="What">What is measured.</param>
/// <param name="Floor">What it must reach.</param>
/// <param name="Goal">What is aimed at.</param>
/// <param name="AtMost">True when less is better.</param>
internal sealed record Target(string Number, string What, double Floor, double Goal, bool AtMost = false)
{
    public string Verdict(double measured) => Reaches(measured, Goal) ? "goal met" : Reaches(measured, Floor) ? "floor met" : "MISSED";

    private bool Reaches(double measured, double wanted) => AtMost ? measured <= wanted : measured >= wanted;
}

/// <summary>All targets, in their order.</summary>
internal static class Targets
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("1a", "single POST, rate / gc", 0.60, 0.80),
        new("1b", "single POST, rate / each", 2.80, 3.80),
        new("1b file", "single POST, rate / Kannel's with one file", 1.60, 2.20),
        new("1b spool", "single POST, rate / Kannel's with a file each", 2.60, 3.50),
        new("1c p99", "single POST, p99 / gc's", 2.00, 1.50, AtMost: true),
        new("1c p50", "single POST, 1 connection, p50 / each's", 1.40, 1.20, AtMost: true),
        new("1d", "single POST, 4 ms a commit, 256 connections / gc", 0.85, 0.95),
        new("2 batch", "1,000 messages a POST, 2 connections / bulk", 0.50, 0.75),
        new("2 stream", "NDJSON stream / bulk", 0.50, 0.75),
        new("3a", "hand-over to MariaDB / my", 0.40, 0.60),
        new("3b", "hand-over to PostgreSQL / COPY of 1,000", 0.30, 0.50),
        new("3c mysql", "hand-over, much waiting / little, MariaDB", 0.80, 0.95),
        new("3c postgresql", "hand-over, much waiting / little, PostgreSQL", 0.80, 0.95),
        new("3d p50", "idle, accepted to queued, p50 ms", 10, 5, AtMost: true),
        new("3d p99", "idle, accepted to queued, p99 ms", 50, 20, AtMost: true),
        new("4a", "webhooks, outcome stored / hook", 0.25, 0.45),
        new("4b", "webhooks beside one that hangs / without", 0.90, 0.97),
        new("5a", "reports / pgrep", 0.30, 0.50),
        new("5b recent", "reports, many messages / few, recent ids", 0.90, 1.00),
        new("5b random", "reports, many messages / few, random ids", 0.70, 0.90),
        new("5c", "report visible to webhook received, p50 ms", 1500, 500, AtMost: true),
        new("6", "search with one filter, p99 ms", 20, 5, AtMost: true),
        new("7 peak", "peak RSS of the gateway, MB", 600, 300, AtMost: true),
        new("7 stream", "growth of RSS in an NDJSON upload, MB", 100, 30, AtMost: true),
        new("8", "start to ready, warm, ms", 3000, 1000, AtMost: true),
        new("9 state", "idle, statements a second on the state database", 25, 8, AtMost: true),
        new("9 vendor", "idle, statements a second on the vendor's", 4, 1, AtMost: true),
        new("9 wal", "idle, write-ahead log, KB a second", 2, 0.3, AtMost: true),
        new("9 cpu", "idle, gateway and PostgreSQL, % of a core", 1.5, 0.5, AtMost: true),
        new("10", "CSV in CP949 with defaults / NDJSON", 0.70, 0.90),
        new("10 memory", "growth of RSS in a CSV upload, MB", 100, 30, AtMost: true),
        new("growth accept", "single POST, grown / small", 0.85, 1.00),
        new("growth flow", "single POST while all vendors take, grown / small", 0.85, 1.00),
        new("growth hand-over", "hand-over, grown / small", 0.85, 1.00),
        new("growth reports", "reports, grown / small", 0.85, 1.00),
        new("growth webhook", "deliveries, grown / small", 0.85, 1.00),
        new("11", "the console's overview, p99 ms", 100, 30, AtMost: true),
    ];

    public static Target Find(string number) => All.Single(target => target.Number == number);
}

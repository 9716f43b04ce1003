using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Looks;

/// <summary>One question, and how often it is asked in a round.</summary>
internal sealed record Look(string Name, int Times, Func<LookSide, int, Task> RunAsync);

/// <summary>One build's adapter on the tables.</summary>
internal sealed class LookSide(VendorBuild build, string protocol, QueueDatabase database)
{
    private const int Page = 1000;

    private readonly object _queue = build.NewQueue(protocol, database.Kind == "mysql" ? "MySql" : "PostgreSql", database.ConnectionString);

    public static IReadOnlyList<Look> Looks { get; } =
    [
        new("count what waits", 40, (side, _) => side.RunAsync("CountWaitingAsync", 5000)),
        new("heads", 100, (side, _) => side.RunAsync("LookAsync")),
        new("scan, nothing new", 100, (side, _) => side.ScanAsync(TimeProvider.System.GetUtcNow().AddDays(1))),
        new("scan, all results", 2, (side, _) => side.ScanAsync(TimeProvider.System.GetUtcNow().AddDays(-1))),
        new("probe 1", 100, (side, at) => side.ProbeAsync(at, 1)),
        new("probe 500", 5, (side, at) => side.ProbeAsync(at * 7, 500)),
        new("fate in the ledger", 50, (side, _) => side.RunAsync("ResolveAsync", LookRows.HandOver)),
        new("withdraw 20", 10, (side, at) => side.WithdrawAsync(at, 20)),
    ];

    public Task PrepareAsync() => RunAsync("PrepareAsync");

    private Task RunAsync(string method, params object[] arguments) => build.RunAsync(_queue, method, arguments);

    private Task ScanAsync(DateTimeOffset since) => build.ScanAsync(_queue, since, Page);

    private Task ProbeAsync(int first, int count) => RunAsync("ProbeAsync", build.Pairs("ProbeTarget", Enumerable.Range(first, count).Select(at => (LookRows.Result(at % LookRows.Known), (object)TimeProvider.System.GetUtcNow()))));

    private Task WithdrawAsync(int at, int count) =>
        RunAsync("WithdrawAsync", build.Pairs("QueuedRow", Enumerable.Range(at * count, count).Select(number => (LookRows.Waiting(number), (object)LookRows.HandOver))));
}

using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.All;
using Gateway.Benchmarks.Batch;
using Gateway.Benchmarks.Bounds;
using Gateway.Benchmarks.Collect;
using Gateway.Benchmarks.EndToEnd;
using Gateway.Benchmarks.Export;
using Gateway.Benchmarks.Growth;
using Gateway.Benchmarks.HandOver;
using Gateway.Benchmarks.Idle;
using Gateway.Benchmarks.Looks;
using Gateway.Benchmarks.Overview;
using Gateway.Benchmarks.Schedule;
using Gateway.Benchmarks.Search;
using Gateway.Benchmarks.Streams;
using Gateway.Benchmarks.Webhooks;

// Each measurement is one folder and one line. Those that start with "serve-" are the bounds' own processes, which measurements start.
var commands = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["accept"] = AcceptCommand.RunAsync,
    ["batch"] = BatchCommand.RunAsync,
    ["handover"] = HandOverCommand.RunAsync,
    ["collect"] = CollectCommand.RunAsync,
    ["webhooks"] = WebhooksCommand.RunAsync,
    ["schedule"] = ScheduleCommand.RunAsync,
    ["search"] = SearchCommand.RunAsync,
    ["overview"] = OverviewCommand.RunAsync,
    ["export"] = ExportCommand.RunAsync,
    ["growth"] = GrowthCommand.RunAsync,
    ["end-to-end"] = EndToEndCommand.RunAsync,
    ["idle"] = IdleCommand.RunAsync,
    ["looks"] = LooksCommand.RunAsync,
    ["streams"] = StreamsCommand.RunAsync,
    ["serve-hook"] = HookServer.RunAsync,
    ["serve-gc"] = GroupCommitServer.RunAsync,
    ["serve-bulk"] = BulkServer.RunAsync,
    ["serve-each"] = EachServer.RunAsync,
    ["serve-empty"] = EmptyServer.RunAsync,
};

commands["all"] = rest => AllCommand.RunAsync(commands, rest);
if (args is [var name, .. var rest] && commands.TryGetValue(name, out var run))
{
    return await run(rest);
}

await Console.Error.WriteLineAsync($"usage: Gateway.Benchmarks {string.Join(" | ", commands.Keys.Where(key => !key.StartsWith("serve-", StringComparison.Ordinal)))} [--help]");
return 64;

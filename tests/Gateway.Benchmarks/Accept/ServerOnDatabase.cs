using System.Net;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>A server, or several nodes of one, that stores in a PostgreSQL database of its own.</summary>
internal sealed class ServerOnDatabase(IReadOnlyList<ServerProcess> nodes, TestDatabase database, string tables)
    : IMeasuredServer
{
    public IReadOnlyList<IPEndPoint> Addresses => [.. nodes.Select(static node => node.Address)];

    public IReadOnlyList<int> Processes => [.. nodes.Select(static node => node.Id)];

    public async Task PrepareAsync()
    {
        // Without the checkpoint, the one that this side's writes make due would fall into another side's window.
        await database.ExecuteAsync($"TRUNCATE {tables} CASCADE");
        await database.ExecuteAsync("CHECKPOINT");
    }

    public Task SettleAsync() => Task.CompletedTask;
}

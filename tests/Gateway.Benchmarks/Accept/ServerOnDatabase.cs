using System.Net;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>A server that stores in a PostgreSQL database of its own.</summary>
internal sealed class ServerOnDatabase(ServerProcess server, TestDatabase database, string tables) : IMeasuredServer
{
    public IPEndPoint Address => server.Address;

    public IReadOnlyList<int> Processes => [server.Id];

    public async Task PrepareAsync()
    {
        // Without the checkpoint, the one that this side's writes make due would fall into another side's window.
        await database.ExecuteAsync($"TRUNCATE {tables} CASCADE");
        await database.ExecuteAsync("CHECKPOINT");
    }

    public Task SettleAsync() => Task.CompletedTask;
}

using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// Finds endpoints with something due and serves each on its own task, so that a slow one costs only itself, and one
/// that cannot be served rests alone. Any number of nodes may run it, and a look that was given up harms nothing:
/// looking changes nothing, and an endpoint is served once at a time, by one node.
/// </summary>
internal sealed class DeliveryLoop(
    NpgsqlDataSource source, DeliveryParts parts, ServedEndpoints served, TimeProvider time) : ILoop
{
    private const int EndpointsAtOnce = 256;

    public string Name => "deliver-webhooks";

    public IReadOnlyList<ItemFault> FailingItems => served.Failing;

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        served.GiveUpWhatHangs();

        // This process's own events come at once; retries, and events of other nodes, by the look for work.
        var beat = Task.WhenAny(parts.Signals.Events.Next, served.Ended.Next, parts.Due.Next);

        // An endpoint that is being served looks for itself until nothing is due.
        foreach (var endpoint in await DueAsync(served.NotNow, cancellationToken))
        {
            served.Start(endpoint);
        }

        return Rest.Till(beat, LookForWork.OwnLook);
    }

    public async Task EndAsync()
    {
        await served.EndAsync();
        await parts.Leases.EndAllAsync();
    }

    private async Task<List<Guid>> DueAsync(Guid[] notNow, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.due-endpoints");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<Guid>("node", parts.Leases.Node));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("served", notNow));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", EndpointsAtOnce));
        var due = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetGuid(0));
        }

        return due;
    }
}

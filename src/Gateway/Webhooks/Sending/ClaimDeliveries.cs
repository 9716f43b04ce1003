using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks.Sending;

/// <summary>Finds what is due to one endpoint, which this node serves alone.</summary>
internal sealed class ClaimDeliveries(
    NpgsqlDataSource source, SigningSecret secrets, DamagedRows damaged, TimeProvider time)
{
    /// <summary>
    /// The endpoint as it is now, or null when nothing may be sent to it, and what is due apart from what is in hand.
    /// </summary>
    public async Task<(Endpoint? Endpoint, IReadOnlyList<DueDelivery> Due)> ClaimAsync(
        Guid webhookId, Guid[] busy, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var find = Sql.BatchCommand("Webhooks.Sql.find-endpoint");
        find.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", webhookId));
        find.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        batch.BatchCommands.Add(find);
        var claim = Sql.BatchCommand("Webhooks.Sql.claim-deliveries");
        claim.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", webhookId));
        claim.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        claim.Parameters.Add(new NpgsqlParameter<Guid[]>("busy", busy));
        claim.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        batch.BatchCommands.Add(claim);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var endpoint = await ReadEndpointAsync(webhookId, reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var due = new List<DueDelivery>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new DueDelivery(
                reader.Get<Guid>("id"),
                reader.Get<Guid>("event_id"),
                reader.Get<long>("event_seq"),
                reader.Find<Guid?>("message_id"),
                reader.Get<short>("attempts"),
                reader.Get<short>("attempts_before"),
                reader.Find<Guid?>("group_id")));
        }

        return (endpoint, due);
    }

    /// <summary>Keeps which events go together, before they go for the first time.</summary>
    public async Task FormGroupsAsync(
        Guid webhookId, IReadOnlyList<(Guid Delivery, Guid Group)> groups, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.form-groups");
        command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", webhookId));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", [.. groups.Select(group => group.Delivery)]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("groups", [.. groups.Select(group => group.Group)]));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Without the present secret nothing can be sent; without the one before it, which somebody may have replaced
    /// because it was broken, everything can.
    /// </summary>
    private void AddPrevious(Guid webhookId, string stored, List<byte[]> keys)
    {
        try
        {
            keys.Add(secrets.Key(stored));
        }
        catch (Exception fault) when (LostText.Is(fault))
        {
            damaged.Tell(
                "previous secret of webhook",
                webhookId.ToString(),
                "it cannot be opened, so its events are signed with the present one alone.");
        }
    }

    private async Task<Endpoint?> ReadEndpointAsync(
        Guid webhookId, NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var keys = new List<byte[]> { secrets.Key(reader.Get<string>("secret")) };
        if (reader.Find<string>("previous_secret") is { } previous)
        {
            AddPrevious(webhookId, previous, keys);
        }

        return new Endpoint(
            webhookId,
            reader.Get<string>("url"),
            keys,
            reader.Get<bool>("batch"),
            reader.Get<bool>("is_failing"),
            reader.Get<bool>("masked"));
    }
}

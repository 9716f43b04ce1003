using System.Collections.Concurrent;
using Gateway.Platform.Errors;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// Which endpoints this node serves. An endpoint is served by one node at a time; another one takes over when the lease
/// of a dead node is over. A lease is kept while its endpoint is served and some time after, because most endpoints are
/// served again soon. A step that was given up renews too late, or not at all: then another node serves, and this one
/// sees that its time is over.
/// </summary>
internal sealed partial class EndpointLeases(
    NpgsqlDataSource source, TimeProvider time, ILogger<EndpointLeases> logger) : ILoop
{
    /// <summary>How long a dead node's endpoints wait.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(12);

    /// <summary>Often enough to fail twice.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _until = new();
    private readonly ConcurrentDictionary<Guid, bool> _served = new();

    public string Name => "endpoint-leases";

    public TimeSpan LongestPause => RenewEvery;

    /// <summary>Until the last request to an endpoint has ended.</summary>
    public bool StopsLast => true;

    public Guid Node { get; } = Guid.NewGuid();

    public bool Holds(Guid webhookId) => _until.TryGetValue(webhookId, out var until) && until > time.GetUtcNow();

    public async Task<bool> TryTakeAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        _served[webhookId] = true;
        var now = time.GetUtcNow();
        if (_until.TryGetValue(webhookId, out var held) && held > now + (Lease / 2))
        {
            return true;
        }

        await using var command = source.Command("Webhooks.Sql.lease-endpoint");
        command.Parameters.Add(new NpgsqlParameter<Guid>("webhook_id", webhookId));
        command.Parameters.Add(new NpgsqlParameter<Guid>("node", Node));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", now + Lease));
        var taken = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        if (taken)
        {
            _until[webhookId] = now + Lease;
        }

        return taken;
    }

    /// <summary>The endpoint is not served any more; its lease ends by itself.</summary>
    public void Leave(Guid webhookId) => _served.TryRemove(webhookId, out _);

    /// <summary>At the end of the process: others need not wait.</summary>
    public async Task EndAllAsync()
    {
        try
        {
            await using var command = source.Command("Webhooks.Sql.end-leases");
            command.Parameters.Add(new NpgsqlParameter<Guid>("node", Node));
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception fault) when (UnhandledExceptionHandler.IsStorageFault(fault))
        {
            Log.NotEnded(logger, fault.GetBaseException().Message);
        }
    }

    public async Task<Rest> StepAsync(LoopProgress progress, CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken);
        return Rest.For(RenewEvery);
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in _until.Where(held => held.Value <= now && !_served.ContainsKey(held.Key)))
        {
            _until.TryRemove(old, out _);
        }

        Guid[] served = [.. _served.Keys];
        if (served.Length == 0)
        {
            return;
        }

        await using var command = source.Command("Webhooks.Sql.renew-leases");
        command.Parameters.Add(new NpgsqlParameter<Guid>("node", Node));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("ids", served));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("until", now + Lease));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _until[reader.GetGuid(0)] = now + Lease;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5005, LogLevel.Warning, "Leases of webhooks could not be ended; they end by themselves: {Fault}")]
        public static partial void NotEnded(ILogger logger, string fault);
    }
}

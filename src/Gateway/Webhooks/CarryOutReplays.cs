using Gateway.Messages;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Webhooks;

/// <summary>
/// Makes the deliveries of replays in bounded steps. Accounts take turns, then the endpoints of an account; an endpoint's own replays go one after the other. So an account
/// waits for one step of each other account, however many replays they asked for.
/// </summary>
internal sealed partial class CarryOutReplays(
    NpgsqlDataSource source, MessageSignals signals, TimeProvider time, ILogger<CarryOutReplays> logger) : IRecurringJob
{
    /// <summary>Deliveries that one step makes: a few ten milliseconds.</summary>
    private const int Step = 2000;

    /// <summary>Events of all accounts that one step looks at, about as long: so a stretch in which others were busy is passed soon.</summary>
    private const int Scan = 20_000;

    /// <summary>A replay whose step the database refuses must not stop the others.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>Accounts with open replays, with the endpoint that was served last. Forgotten when none is open, and by a new process: then the turns begin anew.</summary>
    private readonly Dictionary<Guid, Guid> _served = [];

    private readonly Dictionary<Guid, DateTimeOffset> _resting = [];
    private Guid _lastAccount;
    private PostgresException? _fault;

    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is not { } replay)
        {
            return End();
        }

        // Before the step, so that one that fails has had its turn too.
        _lastAccount = replay.AccountId;
        _served[replay.AccountId] = replay.WebhookId;
        try
        {
            return await StepAsync(replay.Id, cancellationToken);
        }
        catch (PostgresException fault) when (!fault.IsTransient)
        {
            _fault = fault;
            _resting[replay.Id] = time.GetUtcNow() + Rest;
            Log.Failed(logger, replay.Id, replay.WebhookId, Rest, fault.MessageText);
            return 1;
        }
    }

    /// <summary>Nothing more to do now. What failed is told to the job's record once all others are done.</summary>
    private int End()
    {
        _served.Clear();
        var fault = _fault;
        _fault = null;
        return fault is null ? 0 : throw new InvalidOperationException("A replay cannot be carried out.", fault);
    }

    private async Task<Replay?> NextAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (id, _) in _resting.Where(resting => resting.Value <= now).ToList())
        {
            _resting.Remove(id);
        }

        await using var command = source.Command("Webhooks.Sql.next-replay");
        command.Parameters.Add(new NpgsqlParameter<Guid>("last_account", _lastAccount));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("accounts", [.. _served.Keys]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("webhooks", [.. _served.Values]));
        command.Parameters.Add(new NpgsqlParameter<Guid[]>("resting", [.. _resting.Keys]));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Replay(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2))
            : null;
    }

    private async Task<int> StepAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.Command("Webhooks.Sql.replay-step");
        command.Parameters.Add(new NpgsqlParameter<Guid>("id", id));
        command.Parameters.Add(new NpgsqlParameter<int>("scan", Scan));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", Step));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time.GetUtcNow()));
        var steps = await command.ExecuteNonQueryAsync(cancellationToken);
        if (steps > 0)
        {
            signals.Events.Beat();
        }

        return steps;
    }

    private sealed record Replay(Guid Id, Guid AccountId, Guid WebhookId);

    private static partial class Log
    {
        [LoggerMessage(5031, LogLevel.Error, "Replay {Replay} of webhook {Webhook} failed; it goes on in {Rest}, others go on now: {Fault}")]
        public static partial void Failed(ILogger logger, Guid replay, Guid webhook, TimeSpan rest, string fault);
    }
}

using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Store;

/// <summary>The idempotency keys of a group of requests. The table's unique key decides which of them are new, so it waits while another node stores the same key.</summary>
internal sealed class IntakeKeys
{
    private readonly Dictionary<(Guid AccountId, string Key), IntakeRequest> _firsts = [];
    private readonly List<IntakeRequest> _candidates;
    private readonly HashSet<IntakeRequest> _repeated = [];

    public IntakeKeys(IReadOnlyList<IntakeRequest> requests)
    {
        _candidates = new List<IntakeRequest>(requests.Count);
        foreach (var request in requests)
        {
            // The same key twice in one group: the first is stored, the second compared with it.
            if (request.Key is null || _firsts.TryAdd((request.AccountId, request.Key), request))
            {
                _candidates.Add(request);
            }
            else
            {
                _repeated.Add(request);
            }
        }
    }

    /// <summary>True when a request with the same key is being stored by somebody else, and was for longer than we wait.</summary>
    public static bool IsInUse(PostgresException fault) => IsLocked(fault) && fault.Where?.Contains("idempotency_keys", StringComparison.Ordinal) == true;

    /// <summary>True when we waited long enough for something that somebody else holds.</summary>
    public static bool IsLocked(PostgresException fault) => fault.SqlState == PostgresErrorCodes.LockNotAvailable;

    /// <summary>True when two requests of the group have the same key.</summary>
    public bool HasTwins => _repeated.Count > 0;

    /// <summary>True when other statements of the transaction look at one of the requests.</summary>
    public bool HasOthersInTransaction
    {
        get
        {
            foreach (var request in _candidates)
            {
                if (request.Along is not null || request.Marks is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The requests that have a key, each key once.</summary>
    public IReadOnlyCollection<IntakeRequest> Keyed => _firsts.Values;

    /// <summary>The requests that are stored unless their key is in the table.</summary>
    public IReadOnlyList<IntakeRequest> Candidates => _candidates;

    public void AddTo(NpgsqlParameterCollection parameters, DateTimeOffset now)
    {
        var keys = new KeyParameters();
        keys.Fill(Keyed, now);
        keys.AddTo(parameters);
    }

    /// <summary>The key of each message's request, null where it has none.</summary>
    public NpgsqlParameter MessageKeys(int messages)
    {
        var keys = new string?[messages];
        var end = 0;
        foreach (var request in _candidates)
        {
            keys.AsSpan(end, request.Messages.Count).Fill(request.Key);
            end += request.Messages.Count;
        }

        return new NpgsqlParameter<string?[]>("message_keys", NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = keys };
    }

    /// <summary>Runs the command, which answers the keys that came before, and answers their requests.</summary>
    public async Task<IReadOnlySet<IntakeRequest>> ReadRepeatedAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _repeated.Add(_firsts[(reader.GetGuid(0), reader.GetString(1))]);
        }

        return _repeated;
    }
}

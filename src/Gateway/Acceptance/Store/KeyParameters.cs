using Npgsql;
using NpgsqlTypes;

namespace Gateway.Acceptance.Store;

/// <summary>The parameters of a statement that stores idempotency keys. They can be filled again and again.</summary>
internal sealed class KeyParameters
{
    private readonly NpgsqlParameter<Guid[]> _accounts = new("key_accounts", NpgsqlDbType.Array | NpgsqlDbType.Uuid);
    private readonly NpgsqlParameter<string[]> _keys = new("keys", NpgsqlDbType.Array | NpgsqlDbType.Text);
    private readonly NpgsqlParameter<byte[][]> _hashes = new("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<byte[][]> _answers = new("answers", NpgsqlDbType.Array | NpgsqlDbType.Bytea);
    private readonly NpgsqlParameter<short> _status = new("key_status", NpgsqlDbType.Smallint) { TypedValue = StatusCodes.Status202Accepted };
    private readonly NpgsqlParameter<DateTimeOffset> _now = new("now", NpgsqlDbType.TimestampTz);

    public void AddTo(NpgsqlParameterCollection parameters) => parameters.AddRange(new NpgsqlParameter[] { _accounts, _keys, _hashes, _answers, _status, _now });

    /// <summary><paramref name="keyed"/>: requests that have a key, each key once.</summary>
    public void Fill(IReadOnlyCollection<IntakeRequest> keyed, DateTimeOffset now)
    {
        _accounts.TypedValue = [.. keyed.Select(static request => request.AccountId)];
        _keys.TypedValue = [.. keyed.Select(static request => request.Key!)]; // They have one.
        _hashes.TypedValue = [.. keyed.Select(static request => request.Hash)];
        _answers.TypedValue = [.. keyed.Select(static request => request.Answer)];
        _now.TypedValue = now;
    }
}

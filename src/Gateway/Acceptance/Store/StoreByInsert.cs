using System.Data;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>
/// The straight way into the database, for groups whose keys are all new: one statement, prepared once on a connection
/// of its own, that writes into the month's table itself and counts what it writes (the trigger of <c>messages</c> sees
/// only what goes through the parent). A key that came before breaks the table's unique key and so the whole statement;
/// nothing is stored then, and <see cref="StoreByUpsert"/> sorts out which was which.
/// </summary>
internal sealed class StoreByInsert(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Firewalls forget connections that rest; the pool knows how to look after them.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>Who repeats one request repeats others: until then the careful statement is cheaper than trying this one first.</summary>
    private static readonly TimeSpan Caution = TimeSpan.FromSeconds(1);

    /// <summary>Requests wait meanwhile.</summary>
    private const int LeaveSeconds = 2;

    private readonly NpgsqlParameter[] _columns = [.. MessageColumns.Messages.Select(column => column.CreateParameter())];
    private readonly KeyParameters _keys = new();

    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;
    private DateTime _month;
    private long _lastUse;
    private DateTimeOffset _cautiousUntil = DateTimeOffset.MinValue;

    /// <summary>False for a while after a key came before, and for messages of several months.</summary>
    public bool Takes(IReadOnlyList<NewMessage> messages) => time.GetUtcNow() >= _cautiousUntil && IsOfOneMonth(messages);

    /// <summary>
    /// False when nothing was stored, because a key came before. Called by one writer at a time, for what it
    /// <see cref="Takes"/>.
    /// </summary>
    public async ValueTask<bool> TryAsync(
        IntakeKeys keys, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var command = await CommandAsync(MonthOf(messages[0]), cancellationToken);
            _keys.Fill(keys.Keyed, now);
            for (var i = 0; i < _columns.Length; i++)
            {
                MessageColumns.Messages[i].Fill(_columns[i], messages);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
            _lastUse = time.GetTimestamp();
            return true;
        }
        catch (PostgresException fault) when (fault is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "idempotency_keys" } or { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            _cautiousUntil = now + Caution;
            if (fault.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                await CloseAsync();
            }

            return false;
        }
        catch (PostgresException fault) when (IntakeKeys.IsLocked(fault))
        {
            throw;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private static DateTime MonthOf(NewMessage message)
    {
        var created = message.CreatedAt.UtcDateTime;
        return new DateTime(created.Year, created.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    /// <summary>They belong into the same month's table.</summary>
    private static bool IsOfOneMonth(IReadOnlyList<NewMessage> messages)
    {
        var first = messages[0].CreatedAt.UtcDateTime;
        foreach (var message in messages)
        {
            if (message.CreatedAt.UtcDateTime is var at && (at.Month != first.Month || at.Year != first.Year))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<NpgsqlCommand> CommandAsync(DateTime month, CancellationToken cancellationToken)
    {
        if (_command is { } ready && month == _month && time.GetElapsedTime(_lastUse) < Rest && _connection is { FullState: ConnectionState.Open })
        {
            return ready;
        }

        await CloseAsync();
        _connection = await source.OpenConnectionAsync(cancellationToken);
        await IntakeSettings.SetAsync(_connection, local: false, cancellationToken);
        _command = _connection.CommandOfMonth("Acceptance.Store.Sql.insert-new", month);
        _keys.AddTo(_command.Parameters);
        _command.Parameters.Add(new NpgsqlParameter<short>("waiting", (short)InflightState.Waiting));
        _command.Parameters.AddRange(_columns);
        await _command.PrepareAsync(cancellationToken);
        _month = month;
        return _command;
    }

    private async ValueTask CloseAsync()
    {
        if (_command is not null)
        {
            _command.Parameters.Clear();
            await _command.DisposeAsync();
            _command = null;
        }

        if (_connection is not null)
        {
            await LeaveAsync(_connection);
            await _connection.DisposeAsync();
            _connection = null;
        }
    }

    /// <summary>Connections go back to their pool without a reset: who takes this one next must not inherit how long it waits for a lock.</summary>
    private static async Task LeaveAsync(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await using var command = connection.Command("Acceptance.Store.Sql.intake-leave");
            command.CommandTimeout = LeaveSeconds;
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            // In an unknown state: none of this pool is used again.
            NpgsqlConnection.ClearPool(connection);
        }
    }
}

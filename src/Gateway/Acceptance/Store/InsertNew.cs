using System.Data;
using Gateway.Messages;
using Gateway.Platform.Storage;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>
/// The straight way into the database, for groups whose keys are all new: one statement, prepared once on a connection of its own, that writes into the month's table itself and counts what it
/// writes (the trigger of <c>messages</c> sees only what goes through the parent). A key that came before breaks the table's unique key and so the whole statement; nothing is stored then, and
/// <see cref="WriteIntake"/> sorts out which was which.
/// </summary>
internal sealed class InsertNew(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
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

    /// <summary>False when nothing was stored, because a key came before or the group is not for this way. Called by one writer at a time.</summary>
    public async ValueTask<bool> TryAsync(IntakeKeys keys, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (messages.Count >= WriteIntake.CopyFrom || now < _cautiousUntil || keys.HasTwins || MonthOf(messages) is not { } month)
        {
            return false;
        }

        try
        {
            var command = await CommandAsync(month, cancellationToken);
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

    /// <summary>Null when the messages do not belong into the same month's table.</summary>
    private static DateTime? MonthOf(IReadOnlyList<NewMessage> messages)
    {
        var first = messages[0].CreatedAt.UtcDateTime;
        foreach (var message in messages)
        {
            if (message.CreatedAt.UtcDateTime is var created && (created.Month != first.Month || created.Year != first.Year))
            {
                return null;
            }
        }

        return new DateTime(first.Year, first.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    private async ValueTask<NpgsqlCommand> CommandAsync(DateTime month, CancellationToken cancellationToken)
    {
        if (_command is { } ready && month == _month && time.GetElapsedTime(_lastUse) < Rest && _connection is { FullState: ConnectionState.Open })
        {
            return ready;
        }

        await CloseAsync();
        _connection = await source.OpenConnectionAsync(cancellationToken);
        await WriteIntake.PrepareAsync(_connection, local: false, cancellationToken);
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

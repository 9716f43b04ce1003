using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// A work row that is claimed, or given back, moves to another table (<c>Schema/inflight.sql</c>). A statement that
/// waited for such a row is refused by PostgreSQL (40001) with nothing done, and asks again: then it sees where the row
/// is.
/// </summary>
internal static class MovedRow
{
    private const int Attempts = 10;

    /// <summary>How many rows the statement touched.</summary>
    public static Task<int> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        RetryAsync(() => command.ExecuteNonQueryAsync(cancellationToken));

    /// <summary>The number that the statement answers.</summary>
    public static async Task<int> CountAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        (await ReadAsync(command, reader => reader.GetInt32(0), cancellationToken)).Single();

    /// <summary>The rows that the statement answers.</summary>
    public static Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) => RetryAsync(async () =>
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    /// <summary>Repeats what runs one statement, or one transaction of its own.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run();
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                // Whoever moved it has committed.
            }
        }
    }
}

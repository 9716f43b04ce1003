using System.Data.Common;
using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Idle;

/// <summary>
/// What MariaDB executes: <c>Questions</c> counts, the general log tells which ones. The log is a table meanwhile; where the user may not switch it on, only the number is known.
/// </summary>
internal sealed class VendorStatements : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private string _output = "FILE";
    private bool _isLogging;

    private VendorStatements(DbConnection connection) => _connection = connection;

    public static async Task<VendorStatements> OpenAsync(QueueDatabase queue) => new(await queue.OpenAsync());

    /// <summary>Null when the log is on, else why it is not.</summary>
    public async Task<string?> BeginAsync()
    {
        try
        {
            _output = (string)(await ScalarAsync("SELECT @@global.log_output"))!; // Never null.
            await ScalarAsync("SET GLOBAL log_output = 'TABLE'");
            await ScalarAsync("TRUNCATE TABLE mysql.general_log");
            await ScalarAsync("SET GLOBAL general_log = ON");
            _isLogging = true;
            return null;
        }
        catch (DbException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Statements that the whole server has executed, this one included.</summary>
    public async Task<long> QuestionsAsync()
    {
        await using var command = QueueDatabase.Command(_connection, "SHOW GLOBAL STATUS LIKE 'Questions'");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return long.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
    }

    /// <summary>All commands since <see cref="BeginAsync"/> but those of this connection, the most frequent first.</summary>
    public async Task<IReadOnlyList<StatementCount>> ReadAsync()
    {
        await ScalarAsync("SET GLOBAL general_log = OFF");
        await using var command = QueueDatabase.Command(_connection, EmbeddedSql.Text("Idle.Sql.vendor-statements"));
        await using var reader = await command.ExecuteReaderAsync();
        return await StateStatements.ReadAsync(reader);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isLogging)
        {
            await ScalarAsync("SET GLOBAL general_log = OFF");
            await ScalarAsync("TRUNCATE TABLE mysql.general_log");
            await ScalarAsync($"SET GLOBAL log_output = '{_output}'");
        }

        await _connection.DisposeAsync();
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = QueueDatabase.Command(_connection, sql);
        return await command.ExecuteScalarAsync();
    }
}

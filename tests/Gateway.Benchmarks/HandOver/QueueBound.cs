using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Benchmarks.Running;
using Npgsql;
using NpgsqlTypes;

namespace Gateway.Benchmarks.HandOver;

/// <summary>
/// The bounds of a queue database: a table as BIZ_MSG is, the columns that the product fills, one connection, 1,000 rows a commit. On MariaDB one INSERT with the values in its text (<c>my</c>), on
/// PostgreSQL one COPY (<c>copy</c>).
/// </summary>
internal sealed class QueueBound(QueueDatabase queue)
{
    private const int RowsOfCommit = 1000;
    private const string Text = "[게이트웨이] 인증번호 482913 을 입력해 주세요.";

    private readonly bool _isMySql = queue.Kind == "mysql";

    public string Name => _isMySql ? "my" : "copy";

    public string Description => _isMySql ? "bound: 1,000-row INSERT, one connection" : "bound: COPY of 1,000 rows, one connection";

    /// <summary>The product has made its own table by now.</summary>
    public Task CreateAsync() => queue.ExecuteAsync(_isMySql ? "CREATE TABLE BOUND_MSG LIKE BIZ_MSG" : "CREATE TABLE BOUND_MSG (LIKE BIZ_MSG INCLUDING ALL)");

    public Task EmptyAsync() => queue.ExecuteAsync("TRUNCATE TABLE BOUND_MSG");

    public async Task<Done> RunAsync(int rows)
    {
        await EmptyAsync();
        await using var connection = await queue.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        for (var first = 0; first < rows; first += RowsOfCommit)
        {
            var count = Math.Min(RowsOfCommit, rows - first);
            await (connection is NpgsqlConnection postgres ? CopyAsync(postgres, first, count) : InsertAsync(connection, first, count));
        }

        var took = Stopwatch.GetElapsedTime(started);
        var found = await queue.NumberAsync("SELECT COUNT(*) FROM BOUND_MSG");
        return found == rows ? new Done(rows, took) : throw new BenchmarkException($"The bound has {found} rows instead of {rows}.");
    }

    private static async Task InsertAsync(DbConnection connection, int first, int count)
    {
        var now = Now().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var statement = new StringBuilder("INSERT INTO BOUND_MSG (CMID, MSG_TYPE, REQUEST_TIME, SEND_TIME, DEST_PHONE, SEND_PHONE, MSG_BODY) VALUES ", count * 220);
        for (var i = 0; i < count; i++)
        {
            statement.Append(i == 0 ? "('" : ",('").Append(Key()).Append("',0,'").Append(now).Append("','").Append(now).Append("','").Append(Phone(first + i)).Append("','15881234','").Append(Text).Append("')");
        }

        await using var command = QueueDatabase.Command(connection, statement.ToString());
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int first, int count)
    {
        var now = Now();
        await using var writer = await connection.BeginBinaryImportAsync("COPY BOUND_MSG (CMID, MSG_TYPE, REQUEST_TIME, SEND_TIME, DEST_PHONE, SEND_PHONE, MSG_BODY) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < count; i++)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(Key(), NpgsqlDbType.Varchar);
            await writer.WriteAsync((short)0, NpgsqlDbType.Smallint);
            await writer.WriteAsync(now, NpgsqlDbType.Timestamp);
            await writer.WriteAsync(now, NpgsqlDbType.Timestamp);
            await writer.WriteAsync(Phone(first + i), NpgsqlDbType.Varchar);
            await writer.WriteAsync("15881234", NpgsqlDbType.Varchar);
            await writer.WriteAsync(Text, NpgsqlDbType.Varchar);
        }

        await writer.CompleteAsync();
    }

    private static string Key() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    private static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"010{number:00000000}");

    private static DateTime Now() => DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime, DateTimeKind.Unspecified);
}

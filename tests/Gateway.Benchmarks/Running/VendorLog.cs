using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks.Running;

/// <summary>The log table of this month, as BIZCLIENT has it: what it has finished stands there.</summary>
internal static class VendorLog
{
    private const int Step = 1000;

    private static readonly TimeSpan Korea = TimeSpan.FromHours(9);

    /// <summary>Its name at this moment.</summary>
    public static string Table => string.Create(CultureInfo.InvariantCulture, $"BIZ_LOG_{Now():yyyyMM}");

    /// <summary>The agent's clock.</summary>
    public static DateTime Now() => DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime + Korea, DateTimeKind.Unspecified);

    public static async Task CreateAsync(QueueDatabase queue)
    {
        await queue.ExecuteAsync(queue.Kind == "mysql" ? $"CREATE TABLE IF NOT EXISTS {Table} LIKE BIZ_MSG" : $"CREATE TABLE IF NOT EXISTS {Table} (LIKE BIZ_MSG INCLUDING ALL)");

        // The gateway would make it; here it is there before the first row.
        await queue.ExecuteAsync($"CREATE INDEX ix_{Table}_report ON {Table} (REPORT_TIME)");
    }

    /// <summary>Rows of other days, for messages that nobody asks about.</summary>
    public static async Task FillAsync(QueueDatabase queue, int rows)
    {
        if (rows == 0)
        {
            return;
        }

        await CreateAsync(queue);
        await InsertAsync(queue, Table, rows, _ => Guid.NewGuid(), Now().AddDays(-2));
    }

    /// <summary>Rows of delivered messages.</summary>
    public static async Task InsertAsync(QueueDatabase queue, string table, int rows, Func<int, Guid> id, DateTime reportedAt)
    {
        var time = reportedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await using var connection = await queue.OpenAsync();
        for (var first = 0; first < rows; first += Step)
        {
            var statement = new StringBuilder($"INSERT INTO {table} (CMID, UMID, MSG_TYPE, STATUS, CALL_STATUS, REQUEST_TIME, SEND_TIME, REPORT_TIME, TEL_INFO, DEST_PHONE, SEND_PHONE, MSG_BODY) VALUES ");
            for (var i = first; i < Math.Min(first + Step, rows); i++)
            {
                statement.Append(i == first ? "('" : ",('").Append(id(i).ToString("N")).Append("','").Append(i.ToString(CultureInfo.InvariantCulture)).Append("',0,2,'4100','").Append(time).Append("','").Append(time).Append("','").Append(time)
                    .Append("','SKT','01012341234','15881234','[게이트웨이] 인증번호 482913 을 입력해 주세요.')");
            }

            await using var command = QueueDatabase.Command(connection, statement.ToString());
            await command.ExecuteNonQueryAsync();
        }
    }
}

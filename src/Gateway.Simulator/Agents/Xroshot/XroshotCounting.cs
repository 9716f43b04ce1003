namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>STAT_STATUS 1 → 2 → 3, and the hourly counters of SDK_SEND_STAT.</summary>
internal sealed class XroshotCounting(XroshotContext context)
{
    private const string Counters = "SDK_SEND_STAT";

    public async Task<int> CountAsync(Session session, string month, CancellationToken cancellationToken)
    {
        var detail = context.Tables.Detail(month);
        if ((await session.IdsAsync($"SELECT MSG_ID FROM {detail} WHERE STAT_STATUS = 1 LIMIT 1", cancellationToken)).Count == 0)
            return 0;
        // An install without the table has its rows marked all the same.
        var counts = (await context.Tables.ColumnsAsync(session, Counters, cancellationToken)).Count > 0;
        return await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(
                    $"UPDATE {detail} SET STAT_STATUS = 2 WHERE STAT_STATUS = 1", cancellationToken);
                foreach (var hour in counts ? await HoursAsync(session, detail, cancellationToken) : [])
                    await AddAsync(session, hour, cancellationToken);
                return await session.ExecuteAsync(
                    $"UPDATE {detail} SET STAT_STATUS = 3 WHERE STAT_STATUS = 2", cancellationToken);
            },
            cancellationToken);
    }

    private Task<List<Hour>> HoursAsync(Session session, string detail, CancellationToken cancellationToken)
    {
        var isVoice = context.Kind.Code == "VMS";
        return session.QueryAsync(
            $"""
            SELECT USER_ID, SUBSTRING(SEND_DATE, 1, 10), {(isVoice ? "COALESCE(MSG_SUBJOB_TYPE, 3)" : "0")}, COUNT(*), SUM(CASE WHEN RESULT IN (2, 8) THEN 1 ELSE 0 END)
              FROM {detail} WHERE STAT_STATUS = 2 GROUP BY USER_ID, SUBSTRING(SEND_DATE, 1, 10){(isVoice ? ", COALESCE(MSG_SUBJOB_TYPE, 3)" : "")}
            """,
            reader => new Hour(reader.Text(0), reader.Text(1), reader.Int(2), reader.Long(3), reader.Long(4)),
            cancellationToken);
    }

    private async Task AddAsync(Session session, Hour hour, CancellationToken cancellationToken)
    {
        var name = context.Kind.Code == "VMS"
            ? hour.Type switch { 2 => "VMS_TTS", 13 => "VMS_MSTG", _ => "VMS_FILE" }
            : context.Kind.Code;
        (string, object?)[] values =
        [
            ("year", hour.Digits[..4]), ("month", hour.Digits[4..6]), ("day", hour.Digits[6..8]), ("hour", hour.Digits[8..10]),
            ("user", hour.User), ("total", hour.Total), ("delivered", hour.Delivered),
        ];
        var add = $"""
            UPDATE {Counters} SET {name}_TOTAL = {name}_TOTAL + @total, {name}_SUCC = {name}_SUCC + @delivered
             WHERE SEND_YEAR = @year AND SEND_MONTH = @month AND SEND_DAY = @day AND SEND_HOUR = @hour AND USER_ID = @user
            """;
        var begin = $"""
            INSERT INTO {Counters} (SEND_YEAR, SEND_MONTH, SEND_DAY, SEND_HOUR, USER_ID, {name}_TOTAL, {name}_SUCC)
            VALUES (@year, @month, @day, @hour, @user, @total, @delivered)
            """;
        if (await session.ExecuteAsync(add, cancellationToken, values) == 0)
            await session.ExecuteAsync(begin, cancellationToken, values);
    }

    private sealed record Hour(string User, string Digits, int Type, long Total, long Delivered);
}

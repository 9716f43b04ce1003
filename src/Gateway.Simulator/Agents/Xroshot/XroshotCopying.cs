namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>SEND_STATUS 3 → REPORT with a JOB_ID, one DETAIL row per recipient, and the SEND row is deleted.</summary>
internal sealed class XroshotCopying(XroshotContext context)
{
    // Two parameters a recipient; PostgreSQL takes 65,535 in one command.
    private const int RecipientsPerInsert = 2000;

    private readonly XroshotTables _tables = context.Tables;
    private readonly XroshotKind _kind = context.Kind;

    public async Task<int> CopyAsync(Session session, CancellationToken cancellationToken)
    {
        var accepted = $"SELECT MSG_ID, SEND_DATE, DEST_INFO FROM {_tables.Send} WHERE SEND_STATUS = 3 ORDER BY MSG_ID LIMIT @limit";
        var sum = 0;
        while (true)
        {
            var jobs = await session.QueryAsync(
                accepted,
                reader => new Job(reader.Long(0), reader.Text(1), reader.Text(2)),
                cancellationToken,
                ("limit", context.Options.BatchSize));
            if (jobs.Count == 0)
                return sum;
            foreach (var month in jobs.GroupBy(Month))
                sum += await CopyAsync(session, month.Key, [.. month], cancellationToken);
        }
    }

    private async Task<int> CopyAsync(Session session, string month, Job[] jobs, CancellationToken cancellationToken)
    {
        await _tables.NeedAsync(session, month, cancellationToken);
        var report = _tables.Report(month);
        var target = await _tables.ColumnsAsync(session, report, cancellationToken);
        var source = await _tables.ColumnsAsync(session, _tables.Send, cancellationToken);
        var columns = string.Join(
            ',', source.Where(column => target.Contains(column, StringComparer.OrdinalIgnoreCase)));
        var copy = $"INSERT INTO {report} ({columns},JOB_ID) SELECT {columns},{_kind.JobBase} + MSG_ID FROM {_tables.Send} WHERE MSG_ID IN @ids";
        long[] ids = [.. jobs.Select(job => job.Id)];
        var subjobType = (await _tables.ColumnsAsync(session, _tables.Detail(month), cancellationToken))
            .Contains("MSG_SUBJOB_TYPE", StringComparer.OrdinalIgnoreCase);

        var recipients = jobs.SelectMany(job => XroshotRecipients.Parse(job.DestInfo).Select((recipient, i) => (job.Id, Number: i + 1, recipient.Name, recipient.Phone)));
        var copied = await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(copy, cancellationToken, ("ids", ids));
                foreach (var chunk in recipients.Chunk(RecipientsPerInsert))
                    await InsertAsync(session, _tables.Detail(month), chunk, subjobType, cancellationToken);
                return await session.ExecuteAsync(
                    $"DELETE FROM {_tables.Send} WHERE MSG_ID IN @ids", cancellationToken, ("ids", ids));
            },
            cancellationToken);
        context.Tell($"copied to {report}", ids);
        return copied;
    }

    /// <summary>SEND_DATE of a DETAIL row is the time of the transmission, on which the delays of the report are counted.</summary>
    private Task<int> InsertAsync(
        Session session,
        string detail,
        (long Id, int Number, string Name, string Phone)[] recipients,
        bool subjobType,
        CancellationToken cancellationToken)
    {
        var values = new RowValues("v_id", "v_sub", "v_name", "v_phone");
        foreach (var (id, number, name, phone) in recipients)
            values.Add(id, number, name, phone);
        var insert = $"""
            INSERT INTO {detail} (MSG_ID, USER_ID, JOB_ID, SUBJOB_ID, SEND_DATE, DEST_NAME, PHONE_NUMBER, RESULT, TCS_RESULT{(subjobType ? ", MSG_SUBJOB_TYPE" : "")})
            SELECT s.MSG_ID, s.USER_ID, {_kind.JobBase} + s.MSG_ID, r.v_sub, s.SEND_PROC_TIME, r.v_name, r.v_phone, 0,
                   {(context.Options.OldAgent ? "-2" : "NULL")}{(subjobType ? ", " + _kind.SubjobType : "")}
              FROM {values.Source(session.Dialect)} JOIN {_tables.Send} s ON s.MSG_ID = r.v_id
            """;
        return session.ExecuteAsync(insert, cancellationToken, values.Parameters);
    }

    /// <summary>yymm, or nothing when the tables are fixed.</summary>
    private string Month(Job job)
    {
        if (context.Options.Reports == XroshotReports.Fixed)
            return "";
        var date = context.Options.Month == XroshotMonth.SendDate && job.SendDate.Length >= 6 && job.SendDate.All(char.IsAsciiDigit) ? job.SendDate : context.Now;
        return date[2..6];
    }

    private sealed record Job(long Id, string SendDate, string DestInfo);
}

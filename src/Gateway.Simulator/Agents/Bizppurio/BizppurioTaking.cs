using System.Data.Common;

namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>STATUS 0 → 7, and at once to 2 what the module itself refuses.</summary>
internal sealed class BizppurioTaking(BizppurioContext context)
{
    private const int SmsBytes = 90;
    private const int MmsBytes = 2000;

    // Bytes in KS C 5601: what takes three bytes in UTF-8 takes two there.
    private const string Bytes = "CEILING(CHAR_LENGTH(MSG_BODY) + (OCTET_LENGTH(MSG_BODY) - CHAR_LENGTH(MSG_BODY)) / 2.0)";

    private readonly BizppurioAgentOptions _options = context.Options;
    private readonly string _message = context.Message;
    private readonly Allowance _allowance = new(context.Options.Tps, context.Time);

    public async Task<int> TakeAsync(Session session, BizppurioDelivery delivery, CancellationToken cancellationToken)
    {
        var due = $"""
            SELECT {BizppurioRow.Columns}, {Bytes}, SENDER_KEY, TEMPLATE_CODE
              FROM {_message} WHERE STATUS = 0 AND SEND_TIME <= @now ORDER BY SEND_TIME, CMID LIMIT @limit
            """;
        // Again with STATUS: the customer may have deleted the row in between.
        var take = $"UPDATE {_message} SET STATUS = 7 WHERE STATUS = 0 AND CMID IN @ids";
        var sum = 0;
        while (true)
        {
            var limit = Math.Min(_options.BatchSize, _allowance.Now());
            if (limit < 1)
                return sum;
            var rows = await session.QueryAsync(
                due,
                Read,
                cancellationToken,
                ("now", KoreaTime.Now(context.Time)),
                ("limit", limit));
            if (rows.Count == 0)
                return sum;
            string[] ids = [.. rows.Select(row => row.Row.Cmid)];
            var taken = await session.TransactAsync(
                () => session.ExecuteAsync(take, cancellationToken, ("ids", ids)), cancellationToken);
            _allowance.Use(taken);
            delivery.Taken(ids);
            context.Journal?.Batch("bizppurio sent", ids);
            sum += taken + await RefuseAsync(session, rows, cancellationToken);
            if (rows.Count < limit)
                return sum;
        }
    }

    private async Task<int> RefuseAsync(Session session, List<Candidate> rows, CancellationToken cancellationToken)
    {
        var refuse = $"UPDATE {_message} SET STATUS = 2, CALL_STATUS = @code, REPORT_TIME = @now WHERE STATUS = 7 AND CMID IN @ids";
        var sum = 0;
        foreach (var group in rows.Select(row => (row.Row.Cmid, Code: Refusal(row))).Where(row => row.Code is not null).GroupBy(row => row.Code, row => row.Cmid))
        {
            string[] ids = [.. group];
            sum += await session.TransactAsync(
                () => session.ExecuteAsync(refuse, cancellationToken, ("code", group.Key), ("now", KoreaTime.Now(context.Time)), ("ids", ids)), cancellationToken);
            context.Journal?.Batch($"bizppurio refused with {group.Key}", ids);
        }

        if (!_options.FallbackAllowed
            && rows.Where(row => row.Row.FallsBack).Select(row => row.Row.Cmid).ToArray() is { Length: > 0 } notAllowed)
        {
            sum += await session.TransactAsync(
                () => session.ExecuteAsync($"UPDATE {_message} SET STATUS = 13 WHERE STATUS = 7 AND CMID IN @ids", cancellationToken, ("ids", notAllowed)),
                cancellationToken);
        }

        return sum;
    }

    /// <summary>The module's own code for what it does not send; null for a good row.</summary>
    private string? Refusal(Candidate candidate)
    {
        var row = candidate.Row;
        if (!BizppurioKind.IsKnown(row.Type))
            return "9020";
        if (row.SendTime < KoreaTime.Now(context.Time) - _options.StaleAfter)
            return _options.StaleCode;
        if (candidate.Bytes == 0 && row.Type is not (BizppurioKind.Fax or BizppurioKind.Phone))
            return "9021";
        if (candidate.Bytes > (row.Type == BizppurioKind.Sms ? SmsBytes : MmsBytes))
            return "9024";
        if (BizppurioKind.IsKakao(row.Type) && candidate.SenderKey.Length == 0)
            return "9015";
        if (row.Type == BizppurioKind.Alimtalk && candidate.TemplateCode.Length == 0)
            return "9016";
        return context.Spool.Refusal(row.Files);
    }

    private static Candidate Read(DbDataReader reader) =>
        new(BizppurioRow.Read(reader), reader.Int(8), reader.Text(9), reader.Text(10));

    private sealed record Candidate(BizppurioRow Row, int Bytes, string SenderKey, string TemplateCode);
}

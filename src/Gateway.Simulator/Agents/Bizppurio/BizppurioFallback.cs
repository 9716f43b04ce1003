namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>
/// When the report of a failed Kakao message is written, a row of its own is created for the fallback, with CMID = the
/// original's UMID; a second fallback has CMID = RE_ + that UMID, and the first fallback row's UMID gets that value.
/// </summary>
internal sealed class BizppurioFallback(BizppurioContext context)
{
    private readonly string _message = context.Message;

    public async Task<int> CreateAsync(
        Session session, IReadOnlyCollection<BizppurioReport> reports, CancellationToken cancellationToken)
    {
        var sum = 0;
        foreach (var group in reports.Where(report => report.FallsBack).GroupBy(report => report.ByServer, report => report.Row))
            sum += await FirstAsync(session, [.. group], group.Key, cancellationToken);
        string[] failed = [.. reports.Where(IsFailedFallback).Select(report => report.Row.Cmid)];
        return context.Options.SecondFallback && failed.Length > 0
            ? sum + await SecondAsync(session, failed, cancellationToken)
            : sum;
    }

    private async Task<int> FirstAsync(
        Session session, List<BizppurioRow> originals, bool byServer, CancellationToken cancellationToken)
    {
        // An SMS made of a body that is too long for it is not sent; the server's own rows come into the table as sent
        // already.
        var create = $"""
            INSERT INTO {_message} (CMID, UMID, MSG_TYPE, STATUS, REQUEST_TIME, SEND_TIME, DEST_PHONE, DEST_NAME, SEND_PHONE, SEND_NAME, SUBJECT, MSG_BODY, CINFO)
            SELECT o.UMID, {(byServer ? BizppurioUmid.Sql.Replace("CMID", "o.UMID", StringComparison.Ordinal) : "NULL")},
                   CASE o.RE_TYPE WHEN 'MMS' THEN 5 ELSE 0 END, {(byServer ? 1 : 0)}, @now, @now,
                   o.DEST_PHONE, o.DEST_NAME, o.SEND_PHONE, o.SEND_NAME, o.SUBJECT, COALESCE(NULLIF(o.RE_BODY, ''), o.MSG_BODY), o.CINFO
              FROM {_message} o
             WHERE o.CMID IN @ids
               AND (o.RE_TYPE = 'MMS' OR COALESCE(o.RE_BODY, '') <> '' OR CHAR_LENGTH(o.MSG_BODY) + OCTET_LENGTH(o.MSG_BODY) <= 180)
            """;
        var sum = await session.ExecuteAsync(
            create, cancellationToken, Values(byServer, [.. originals.Select(row => row.Cmid)]));
        foreach (var row in originals.Where(row => row.ReType == "MMS" && row.Files.Any(BizppurioDelivery.IsPicture)))
        {
            var pictures = string.Join('|', row.Files.Where(BizppurioDelivery.IsPicture));
            await session.ExecuteAsync(
                $"UPDATE {_message} SET ATTACHED_FILE = @files WHERE CMID = @umid",
                cancellationToken,
                ("files", pictures),
                ("umid", row.Umid));
        }

        return sum;
    }

    private async Task<int> SecondAsync(Session session, string[] failed, CancellationToken cancellationToken)
    {
        var create = $"""
            INSERT INTO {_message} (CMID, MSG_TYPE, STATUS, REQUEST_TIME, SEND_TIME, DEST_PHONE, SEND_PHONE, SUBJECT, MSG_BODY, CINFO)
            SELECT CONCAT('RE_', f.CMID), 5, 0, @now, @now, f.DEST_PHONE, f.SEND_PHONE, f.SUBJECT, f.MSG_BODY, f.CINFO FROM {_message} f WHERE f.CMID IN @ids
            """;
        return await session.ExecuteAsync(create, cancellationToken, Values(byServer: false, failed))
            + await session.ExecuteAsync($"UPDATE {_message} SET UMID = CONCAT('RE_', CMID) WHERE CMID IN @ids", cancellationToken, ("ids", failed));
    }

    private (string, object?)[] Values(bool byServer, string[] ids)
    {
        (string, object?)[] values = [("now", KoreaTime.Now(context.Time)), ("ids", ids)];
        return byServer ? [.. values, ("stamp", BizppurioUmid.Stamp(KoreaTime.Exact(context.Time)))] : values;
    }

    private static bool IsFailedFallback(BizppurioReport report) =>
        BizppurioUmid.Is(report.Row.Cmid) && report.Code is not ("4100" or "6600");
}

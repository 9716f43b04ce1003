namespace Gateway.Simulator.Agents.Kshot;

/// <summary>
/// A failed alimtalk with AFTALK_REPLACE_TYPE S or L becomes a new row of its own, with AFTALK_REPLACE_ID = the
/// alimtalk's Id.
/// </summary>
internal sealed class KshotFallback(KshotContext context)
{
    public async Task<int> CreateAsync(Session session, long[] alimtalks, CancellationToken cancellationToken)
    {
        if (alimtalks.Length == 0 || !await context.Tables.HasAsync(session, "AFTALK_REPLACE_ID", cancellationToken))
            return 0;

        var queue = context.Tables.Queue;
        var etc = context.Options.FallbackCopiesEtc ? await EtcAsync(session, cancellationToken) : "";
        // The subject of an L fallback is not said in the manual; the alimtalk's own is the candidate.
        var create = $"""
            INSERT INTO {queue} (kind, callbackNo, receiveNo, subject, message, isReserved, registTime, state, result, AFTALK_REPLACE_ID{etc})
            SELECT CASE a.AFTALK_REPLACE_TYPE WHEN 'L' THEN 1 ELSE 0 END, a.callbackNo, a.receiveNo,
                   CASE a.AFTALK_REPLACE_TYPE WHEN 'L' THEN a.subject END,
                   COALESCE(NULLIF(a.AFTALK_REPLACE_MSG, ''), a.message), 'N', @now, 0, -1, a.Id{etc}
              FROM {queue} a
             WHERE a.AFTALK_REPLACE_TYPE IN ('S', 'L') AND a.Id IN @ids
             ORDER BY a.Id
            """;
        return await session.ExecuteAsync(
            create, cancellationToken, ("now", KoreaTime.Now(context.Time)), ("ids", alimtalks));
    }

    private async Task<string> EtcAsync(Session session, CancellationToken cancellationToken)
    {
        var columns = await context.Tables.ColumnsAsync(session, context.Tables.Queue, cancellationToken);
        return string.Concat(columns.Where(IsEtc).Select(column => $", {column}"));
    }

    private static bool IsEtc(string column) =>
        column.StartsWith("etc", StringComparison.OrdinalIgnoreCase) && column.Length > 3 && column[3..].All(
            char.IsAsciiDigit);
}

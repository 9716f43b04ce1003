namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>A fax that came in: the row's JOB_ID and the file that was written.</summary>
/// <param name="JobId">JOB_ID of the SDK_FMS_RECEIVE row.</param>
/// <param name="FileName">FILE_NAME of the row.</param>
/// <param name="Path">Where the file lies.</param>
public sealed record XroshotReceivedFax(long JobId, string FileName, string Path);

/// <summary>Inbound faxes: a TIFF in the directory, then the row, then the hourly counter.</summary>
internal sealed class XroshotInbound(TimeProvider time)
{
    public async Task<XroshotReceivedFax> ReceiveAsync(
        Session session, string from, string to, int pages, string directory, CancellationToken cancellationToken)
    {
        var now = KoreaTime.Digits(KoreaTime.Now(time));
        var last = await session.IdsAsync("SELECT COALESCE(MAX(JOB_ID), 0) FROM SDK_FMS_RECEIVE", cancellationToken);
        var job = last[0] + 1;
        var name = $"R{now}_{job}.tif";
        var path = Path.Combine(directory, name);
        // Complete before the row is there: who sees the row opens the file.
        await File.WriteAllBytesAsync(path + ".tmp", TinyTiff.Pages(pages), cancellationToken);
        File.Move(path + ".tmp", path);

        await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO SDK_FMS_RECEIVE (JOB_ID, SUBJOB_ID, ANI_NUMBER, DEST_NUMBER, FILE_NAME, RESULT, TCS_RESULT, STIME, RTIME, DURATION, FEE, FAX_PAGE, RECV_DATE)
                    VALUES (@job, 1, @from, @to, @file, 2, 0, @now, @now, '30', 0, @pages, @now)
                    """,
                    cancellationToken,
                    ("job", job), ("from", from), ("to", to), ("file", name), ("now", now), ("pages", pages));
                return await CountAsync(session, "FMS_TOTAL", now, cancellationToken);
            },
            cancellationToken);
        return new XroshotReceivedFax(job, name, path);
    }

    /// <summary>A short message comes in: its row and the hourly counter.</summary>
    public async Task<long> ReceiveTextAsync(
        Session session, string from, string to, string text, CancellationToken cancellationToken)
    {
        var now = KoreaTime.Digits(KoreaTime.Now(time));
        var last = await session.IdsAsync("SELECT COALESCE(MAX(JOB_ID), 0) FROM SDK_SMS_RECEIVE", cancellationToken);
        var job = last[0] + 1;
        await session.TransactAsync(
            async () =>
            {
                await session.ExecuteAsync(
                    "INSERT INTO SDK_SMS_RECEIVE (JOB_ID, CALLBACK, ANI_NUMBER, DEST_NUMBER, SMS_MSG, RECV_DATE) VALUES (@job, @from, @from, @to, @text, @now)",
                    cancellationToken,
                    ("job", job), ("from", from), ("to", to), ("text", text), ("now", now));
                return await CountAsync(session, "SMS_TOTAL", now, cancellationToken);
            },
            cancellationToken);
        return job;
    }

    private static async Task<int> CountAsync(
        Session session, string column, string now, CancellationToken cancellationToken)
    {
        (string, object?)[] hour = [("year", now[..4]), ("month", now[4..6]), ("day", now[6..8]), ("hour", now[8..10])];
        var added = await session.ExecuteAsync(
            $"UPDATE SDK_RECV_STAT SET {column} = {column} + 1 WHERE RECV_YEAR = @year AND RECV_MONTH = @month AND RECV_DAY = @day AND RECV_HOUR = @hour",
            cancellationToken,
            hour);
        return added > 0
            ? added
            : await session.ExecuteAsync(
                $"INSERT INTO SDK_RECV_STAT (RECV_YEAR, RECV_MONTH, RECV_DAY, RECV_HOUR, {column}) VALUES (@year, @month, @day, @hour, 1)", cancellationToken, hour);
    }
}

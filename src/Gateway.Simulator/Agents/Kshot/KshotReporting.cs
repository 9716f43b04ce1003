using System.Data.Common;
using System.Globalization;

namespace Gateway.Simulator.Agents.Kshot;

/// <summary>state 2 → 3, with the fallback rows of failed alimtalks; and what expire_hours fails.</summary>
internal sealed class KshotReporting(KshotContext context)
{
    private const int Uncertain = 3005;

    private readonly KshotAgentOptions _options = context.Options;
    private readonly string _queue = context.Tables.Queue;
    private readonly KshotFallback _fallback = new(context);

    public static KshotRow Read(DbDataReader reader) =>
        new(reader.Long(0), reader.Int(1), reader.Text(2), reader.Time(3) ?? DateTime.MinValue);

    public async Task<int> ReportAsync(Session session, CancellationToken cancellationToken)
    {
        var due = $"SELECT Id, kind, receiveNo, responseTime FROM {_queue} WHERE state = 2 AND responseTime <= @due AND Id > @after ORDER BY Id LIMIT @limit";
        var before = KoreaTime.Before(context.Time, _options.ResultDelay);
        var sum = 0;
        for (var after = long.MinValue; ;)
        {
            var rows = await session.QueryAsync(
                due,
                Read,
                cancellationToken,
                ("due", before),
                ("after", after),
                ("limit", _options.BatchSize));
            sum += await WriteAsync(session, [.. rows.Select(Judge).OfType<Verdict>()], cancellationToken);
            if (rows.Count < _options.BatchSize)
                return sum;
            after = rows[^1].Id;
        }
    }

    /// <summary>Fails rows without a report for expire_hours, but only inside the window of the day.</summary>
    public async Task<int> ExpireAsync(Session session, CancellationToken cancellationToken)
    {
        var now = KoreaTime.Now(context.Time);
        if (now.Hour < _options.ExpireBegin || now.Hour >= _options.ExpireEnd)
            return 0;
        var due = $"SELECT Id, kind, receiveNo, sendTime FROM {_queue} WHERE state IN (1, 2) AND sendTime <= @due ORDER BY Id LIMIT @limit";
        var before = KoreaTime.Before(context.Time, TimeSpan.FromHours(_options.ExpireHours));
        var sum = 0;
        while (true)
        {
            var rows = await session.QueryAsync(
                due,
                Read,
                cancellationToken,
                ("due", before),
                ("limit", _options.BatchSize));
            sum += await WriteAsync(
                session,
                [.. rows.Select(row => new Verdict(row, row.Kind == KshotKind.Sms ? _options.ExpireCodeSms : _options.ExpireCodeOther, now))],
                cancellationToken);
            if (rows.Count < _options.BatchSize)
                return sum;
        }
    }

    /// <summary>The report of a row, or null when it is not its time, or never will be.</summary>
    private Verdict? Judge(KshotRow row)
    {
        var outcome = context.OutcomeOf(row);
        if (outcome.Quirk.HasFlag(Quirk.Lost))
            return null;
        var now = KoreaTime.Now(context.Time);
        var code = int.Parse(outcome.Code, CultureInfo.InvariantCulture);
        if ((outcome.Quirk & (Quirk.Late | Quirk.Backdated)) == 0)
            return new Verdict(row, code, now);
        if (row.Since + _options.ResultDelay + _options.Outcomes.LateBy > now)
            return null;
        return new Verdict(row, code, outcome.Quirk.HasFlag(Quirk.Backdated) ? row.Since + TimeSpan.FromSeconds(Math.Floor(_options.ResultDelay.TotalSeconds)) : now);
    }

    private async Task<int> WriteAsync(Session session, List<Verdict> verdicts, CancellationToken cancellationToken)
    {
        if (verdicts.Count == 0)
            return 0;
        var telecom = await context.Tables.HasAsync(session, "telecom", cancellationToken);
        var values = new RowValues("v_id", "v_code", "v_telecom", "v_time");
        foreach (var verdict in verdicts)
            values.Add(verdict.Row.Id, verdict.Code, Telecom(verdict), verdict.Time);
        var report = session.Dialect.UpdateFrom(
            _queue,
            values.Source(session.Dialect),
            "t.Id = r.v_id AND t.state IN (1, 2)",
            "state = 3, result = r.v_code, resultTime = r.v_time" + (telecom ? ", telecom = r.v_telecom" : ""));
        long[] failedAlimtalks = [.. verdicts.Where(StartsFallback).Select(verdict => verdict.Row.Id)];

        var changed = await session.TransactAsync(
            async () => await session.ExecuteAsync(report, cancellationToken, values.Parameters)
                + await _fallback.CreateAsync(session, failedAlimtalks, cancellationToken),
            cancellationToken);
        context.Journal?.Batch(
            "kshot reported", [.. verdicts.Select(verdict => $"{verdict.Row.Id} result {verdict.Code}")]);
        return changed;
    }

    private bool StartsFallback(Verdict verdict) =>
        verdict.Row.Kind == KshotKind.Alimtalk && verdict.Code != 0 && (verdict.Code != Uncertain || _options.FallbackOnUncertain);

    private int Telecom(Verdict verdict) => verdict.Row.Kind switch
    {
        // Pages of a fax, 1 to 3; nothing for an alimtalk or a fax that failed.
        KshotKind.Fax => verdict.Code == 0 ? 1 + context.Outcomes.Chance.Below(3, "pages", verdict.Row.Key) : 0,
        KshotKind.Alimtalk => 0,
        _ => 1 + context.Outcomes.Chance.Below(3, "telecom", verdict.Row.Phone),
    };

    private sealed record Verdict(KshotRow Row, int Code, DateTime Time);
}

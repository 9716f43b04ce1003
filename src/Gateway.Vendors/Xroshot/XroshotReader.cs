using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;
using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// Reads reports from the tables of one Xroshot install: one row of SEND or REPORT, and a DETAIL row for each
/// recipient.
/// </summary>
internal sealed class XroshotReader(XroshotTables tables, XroshotClock clock, KoreaTime korea)
{
    /// <summary>
    /// Monthly tables read by a scan: this month's and the one before. Older ones are the probe's work.
    /// </summary>
    private const int ScannedMonths = 2;

    private readonly XroshotReports _reports = new(clock);

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        VendorContext context,
        DateTimeOffset since,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in tables.Queries)
        {
            await foreach (var page in SendPagesAsync(context, kind, since, pageSize, cancellationToken))
            {
                yield return page;
            }

            foreach (var pair in (await tables.PairsAsync(context.Connection, kind.Kind, korea.OldestLog(since), cancellationToken)).Take(ScannedMonths))
            {
                await foreach (var page in DetailPagesAsync(context, kind, pair, since, pageSize, cancellationToken))
                {
                    yield return page;
                }
            }
        }
    }

    /// <summary>
    /// SEND, then REPORT, then SEND again for what was in neither: the agent moves a row in steps, and the manual does
    /// not say that they are one transaction.
    /// </summary>
    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(
        VendorContext context, IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var members = new RowMembers(await PackedMessages.OfMessagesAsync(context, targets.Select(target => target.MessageId), cancellationToken));
        var found = new FoundRows(targets.Select(target => target.MessageId));
        var wanted = new WantedRows(found, members);
        var oldest = korea.OldestLog(targets.Min(target => target.QueuedAt));
        foreach (var kind in tables.Queries)
        {
            await LookUpSentAsync(kind);
            foreach (var pair in await tables.PairsAsync(context.Connection, kind.Kind, oldest, cancellationToken))
            {
                await LookUpReportedAsync(kind, pair);
            }

            found.Settle();
        }

        foreach (var kind in tables.Queries.Where(_ => found.Rows.Count < targets.Count))
        {
            await LookUpSentAsync(kind);
        }

        return [.. found.Rows.Select(row => row.Report)];

        async Task LookUpSentAsync(XroshotQueries kind)
        {
            var keys = wanted.Keys();
            foreach (var row in keys.Count == 0 ? [] : await kind.SentOf(context, keys).ToListAsync(cancellationToken))
            {
                wanted.Keep(row.Key, null, _reports.ReadSend(row));
            }
        }

        async Task LookUpReportedAsync(XroshotQueries kind, XroshotReportPair pair)
        {
            var keys = wanted.Keys();
            var rows = keys.Count == 0 ? [] : await kind.ReportedOf(context, pair, keys).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                wanted.Keep(row.Key, row.Place, _reports.ReadDetail(row));
            }
        }
    }

    private async IAsyncEnumerable<ScanPage> SendPagesAsync(
        VendorContext context,
        XroshotQueries kind,
        DateTimeOffset since,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = -1L;
        for (var full = true; full;)
        {
            var rows = await kind.SentAfter(context, clock.Digits(since), after).Take(pageSize).ToListAsync(
                cancellationToken);
            after = rows.Count == 0 ? after : rows[^1].MsgId;
            yield return new ScanPage(await NameAsync(context, rows.Select(row => (row.Key, (int?)null, _reports.ReadSend(row))), cancellationToken), null);
            full = rows.Count == pageSize;
        }
    }

    private async IAsyncEnumerable<ScanPage> DetailPagesAsync(
        VendorContext context,
        XroshotQueries kind,
        XroshotReportPair pair,
        DateTimeOffset since,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (afterTime, afterId, afterPlace) = (clock.Digits(since), -1L, -1);
        for (var full = true; full;)
        {
            var rows = await kind.ReportedAfter(context, pair, afterTime, afterId, afterPlace).Take(pageSize).ToListAsync(cancellationToken);
            if (rows.Count > 0)
            {
                (afterTime, afterId, afterPlace) = (rows[^1].ReportDate ?? afterTime, rows[^1].MsgId ?? afterId, rows[^1].Place ?? 0);
            }

            var reports = await NameAsync(
                context,
                rows.Select(row => (row.Key, (int?)(row.Place ?? 0), _reports.ReadDetail(row))),
                cancellationToken);
            yield return new ScanPage(reports, rows.Count == 0 ? null : clock.Read(afterTime.Trim()));
            full = rows.Count == pageSize;
        }
    }

    /// <summary>Finds the messages of rows; asks only for rows with more than one recipient.</summary>
    private static async Task<IReadOnlyList<VendorReport>> NameAsync(
        VendorContext context,
        IEnumerable<(string? Key, int? Place, VendorReport Report)> read,
        CancellationToken cancellationToken)
    {
        var rows = read.Select(row => (Key: RowReader.MessageId(row.Key), row.Place, row.Report)).Where(row => row.Key is not null)
            .Select(row => new ReadRow(row.Key!.Value, row.Place, row.Report)).ToList();
        var packed = (await PackedMessages.OfRowsAsync(context, rows.Where(row => row.Place != 1).Select(row => row.Key).Distinct(), cancellationToken))
            .ToLookup(place => place.RowKey);
        return [.. rows.SelectMany(row => packed[row.Key]
            .Append(new PackedPlace(row.Key, row.Key, 1))
            .Where(place => row.Place is null || place.Place == row.Place)
            .Select(place => row.Report with { MessageId = place.MessageId }))];
    }

    /// <summary>
    /// A row as read: its key, its recipient's place, and what it says; the place is null when it speaks for all.
    /// </summary>
    private readonly record struct ReadRow(Guid Key, int? Place, VendorReport Report);

    /// <summary>The rows that a probe looks for, and what it found of them.</summary>
    private sealed class WantedRows(FoundRows found, RowMembers members)
    {
        private readonly ILookup<Guid, Guid> _messages = found.Missing.ToLookup(members.RowOf);

        public List<string> Keys() => [.. found.Missing.Select(members.RowOf).Distinct().Select(Rows.Key)];

        /// <summary>The report of one recipient, or of all of them where the row does not tell them apart.</summary>
        public void Keep(string? text, int? place, VendorReport report)
        {
            if (RowReader.MessageId(text) is { } key)
            {
                foreach (var message in _messages[key].Where(one => place is null || members.PlaceOf(one) == place))
                {
                    found.Add(new VendorRow(report with { MessageId = message }));
                }
            }
        }
    }

    /// <summary>Where the looked-up messages are.</summary>
    private sealed class RowMembers(IEnumerable<PackedPlace> places)
    {
        private readonly Dictionary<Guid, PackedPlace> _places = places.ToDictionary(place => place.MessageId);

        public Guid RowOf(Guid message) => _places.TryGetValue(message, out var place) ? place.RowKey : message;

        public int PlaceOf(Guid message) => _places.TryGetValue(message, out var place) ? place.Place : 1;
    }
}

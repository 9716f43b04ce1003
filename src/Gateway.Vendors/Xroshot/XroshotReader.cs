using System.Data.Common;
using System.Runtime.CompilerServices;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Xroshot;

/// <summary>Reads reports from the tables of one Xroshot install: one row of SEND or REPORT, and a DETAIL row for each recipient.</summary>
internal sealed class XroshotReader(XroshotSettings settings, XroshotTables tables, XroshotClock clock, KoreaTime korea)
{
    /// <summary>Monthly tables read by a scan: this month's and the one before. Older ones are the probe's work.</summary>
    private const int ScannedMonths = 2;

    private readonly XroshotReports _reports = new(clock);

    public async IAsyncEnumerable<ScanPage> ScanAsync(
        DbConnection connection, DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var kind in tables.Kinds)
        {
            await foreach (var page in SendPagesAsync(connection, kind, since, pageSize, cancellationToken))
            {
                yield return page;
            }

            foreach (var pair in (await tables.PairsAsync(connection, kind, korea.OldestLog(since), cancellationToken)).Take(ScannedMonths))
            {
                await foreach (var page in DetailPagesAsync(connection, kind, pair, since, pageSize, cancellationToken))
                {
                    yield return page;
                }
            }
        }
    }

    /// <summary>
    /// SEND, then REPORT, then SEND again for what was in neither: the agent moves a row in steps, and the manual does not say that they are one
    /// transaction.
    /// </summary>
    public async Task<IReadOnlyList<VendorReport>> ProbeAsync(DbConnection connection, IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken)
    {
        var members = new RowMembers(await PackedMessages.OfMessagesAsync(connection, null, targets.Select(target => target.MessageId), cancellationToken));
        var found = new FoundRows(targets.Select(target => target.MessageId));
        var wanted = found.Missing.ToLookup(members.RowOf);
        var oldest = korea.OldestLog(targets.Min(target => target.QueuedAt));
        foreach (var kind in tables.Kinds)
        {
            await LookUpAsync("probe-send", kind, default);
            foreach (var pair in await tables.PairsAsync(connection, kind, oldest, cancellationToken))
            {
                await LookUpAsync("probe-detail", kind, pair);
            }

            found.Settle();
        }

        foreach (var kind in tables.Kinds.Where(_ => found.Rows.Count < targets.Count))
        {
            await LookUpAsync("probe-send", kind, default);
        }

        return [.. found.Rows.Select(row => row.Report)];

        async Task LookUpAsync(string statement, XroshotKind kind, XroshotReportPair pair)
        {
            object[] keys = [.. found.Missing.Select(members.RowOf).Distinct().Select(Rows.Key)];
            if (keys.Length == 0)
            {
                return;
            }

            await using var command = VendorCommand.CreateWithList(connection, null, Statement(statement, kind, pair), keys);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                foreach (var report in ReadFor(reader, statement == "probe-detail", wanted, members))
                {
                    found.Add(new VendorRow(report));
                }
            }
        }
    }

    /// <summary>The reports of one row: of one recipient, or of all of them where the row does not tell them apart.</summary>
    private IEnumerable<VendorReport> ReadFor(DbDataReader reader, bool detail, ILookup<Guid, Guid> wanted, RowMembers members)
    {
        if (reader.MessageId(XroshotColumns.Correlation) is not { } key)
        {
            yield break;
        }

        var report = detail ? _reports.ReadDetail(reader) : _reports.ReadSend(reader);
        var place = detail ? reader.Number(XroshotColumns.Place) : null;
        foreach (var message in wanted[key].Where(message => place is null || members.PlaceOf(message) == place))
        {
            yield return report with { MessageId = message };
        }
    }

    private async IAsyncEnumerable<ScanPage> SendPagesAsync(
        DbConnection connection, XroshotKind kind, DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = -1L;
        for (var full = true; full;)
        {
            var read = new List<ReadRow>();
            var count = 0;
            await using (var command = VendorCommand.Create(connection, null, Statement("scan-send", kind))
                .With("@since", clock.Digits(since)).With("@afterId", after).With("@limit", pageSize))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                for (; await reader.ReadAsync(cancellationToken); count++)
                {
                    after = reader.Long(XroshotColumns.MsgId);
                    if (reader.MessageId(XroshotColumns.Correlation) is { } key)
                    {
                        read.Add(new ReadRow(key, null, _reports.ReadSend(reader)));
                    }
                }
            }

            yield return new ScanPage(await NameAsync(connection, read, cancellationToken), null);
            full = count == pageSize;
        }
    }

    private async IAsyncEnumerable<ScanPage> DetailPagesAsync(
        DbConnection connection, XroshotKind kind, XroshotReportPair pair, DateTimeOffset since, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (afterTime, afterId, afterPlace) = (clock.Digits(since), -1L, -1);
        for (var full = true; full;)
        {
            var read = new List<ReadRow>();
            var count = 0;
            await using (var command = VendorCommand.Create(connection, null, Statement("scan-detail", kind, pair))
                .With("@since", afterTime).With("@afterId", afterId).With("@afterPlace", afterPlace).With("@limit", pageSize))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                for (; await reader.ReadAsync(cancellationToken); count++)
                {
                    afterTime = reader.GetString(XroshotColumns.ReportDate);
                    afterId = reader.Long(XroshotColumns.MsgId);
                    afterPlace = reader.Number(XroshotColumns.Place) ?? 0;
                    if (reader.MessageId(XroshotColumns.Correlation) is { } key)
                    {
                        read.Add(new ReadRow(key, afterPlace, _reports.ReadDetail(reader)));
                    }
                }
            }

            yield return new ScanPage(await NameAsync(connection, read, cancellationToken), count == 0 ? null : clock.Read(afterTime.Trim()));
            full = count == pageSize;
        }
    }

    /// <summary>Finds the messages of rows; asks only for rows with more than one recipient.</summary>
    private static async Task<IReadOnlyList<VendorReport>> NameAsync(DbConnection connection, List<ReadRow> rows, CancellationToken cancellationToken)
    {
        var packed = (await PackedMessages.OfRowsAsync(connection, null, rows.Where(row => row.Place != 1).Select(row => row.Key).Distinct(), cancellationToken))
            .ToLookup(place => place.RowKey);
        return [.. rows.SelectMany(row => packed[row.Key]
            .Append(new PackedPlace(row.Key, row.Key, 1))
            .Where(place => row.Place is null || place.Place == row.Place)
            .Select(place => row.Report with { MessageId = place.MessageId }))];
    }

    private string Statement(string name, XroshotKind kind, XroshotReportPair pair = default) => VendorCommand.Fill(
        VendorCommand.Text($"Xroshot.Sql.{name}"),
        ("send", tables.Send(kind)),
        ("report", pair.Report ?? "NULL"),
        ("detail", pair.Detail ?? "NULL"),
        ("correlation", settings.CorrelationColumn),
        ("telecom", kind.TelecomColumn),
        ("pages", kind.PagesColumn),
        ("seconds", kind.SecondsColumn),
        ("reply", kind.ReplyColumn),
        ("deliverDate", kind.DeliverDateColumn));

    /// <summary>A row as read: its key, its recipient's place, and what it says; the place is null when it speaks for all.</summary>
    private readonly record struct ReadRow(Guid Key, int? Place, VendorReport Report);

    /// <summary>Where the looked-up messages are.</summary>
    private sealed class RowMembers(IEnumerable<PackedPlace> places)
    {
        private readonly Dictionary<Guid, PackedPlace> _places = places.ToDictionary(place => place.MessageId);

        public Guid RowOf(Guid message) => _places.TryGetValue(message, out var place) ? place.RowKey : message;

        public int PlaceOf(Guid message) => _places.TryGetValue(message, out var place) ? place.Place : 1;
    }
}

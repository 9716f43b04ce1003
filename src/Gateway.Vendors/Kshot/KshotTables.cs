using System.Data.Common;
using System.Globalization;
using System.Text;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>Finds, checks and creates the tables of one KShot install.</summary>
internal sealed class KshotTables(VendorDatabase database, KshotSettings settings, bool createMissing, HandOverLedger ledger)
{
    private static readonly string[] Needed =
        ["Id", "kind", "callbackNo", "receiveNo", "subject", "message", "isReserved", "registTime", "sendTime", "resultTime", "state", "result", "telecom"];

    public async Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var hints = new List<string>();
        await using var connection = await database.OpenAsync(cancellationToken);
        await ledger.CreateAsync(connection, cancellationToken);
        foreach (var table in new[] { settings.QueueTable, settings.ResultTable })
        {
            if (createMissing)
            {
                await CreateAsync(connection, table, cancellationToken);
            }

            await CheckAsync(connection, table, problems, cancellationToken);
        }

        if (await database.FindTransactionProblemAsync(connection, HandOverLedger.Table, cancellationToken) is { } ledgerProblem)
        {
            problems.Add(ledgerProblem);
        }

        if (problems.Count == 0)
        {
            foreach (var table in await AllAsync(connection, cancellationToken))
            {
                await IndexAsync(connection, table, hints, cancellationToken);
            }
        }

        return new QueueInspection(problems, hints);
    }

    /// <summary>Every table in which a row can be, in the direction in which rows move; log tables newest first.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(DbConnection connection, CancellationToken cancellationToken) =>
        [settings.QueueTable, settings.ResultTable, .. await LogsAsync(connection, null, cancellationToken)];

    /// <summary>
    /// Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on. They are looked up every time: the first row of a month
    /// makes its table, and a remembered "no such table" would hide it.
    /// </summary>
    public async Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime? oldest, CancellationToken cancellationToken)
    {
        if (settings.LogTableType == KshotLogTables.Unuse)
        {
            return [];
        }

        var tables = await database.TablesAsync(connection, settings.LogTable, cancellationToken);
        return [.. tables
            .Select(table => (table, period: table[Math.Min(table.Length, settings.LogTable.Length)..].TrimStart('_')))
            .Where(found => IsPeriod(found.period) && (oldest is not { } time || IsNotOlder(found.period, time)))
            .OrderByDescending(found => found.period, StringComparer.Ordinal)
            .Select(found => found.table)];
    }

    private static bool IsPeriod(string suffix) => suffix.Length is 0 or 6 or 8 && suffix.All(char.IsAsciiDigit);

    private static bool IsNotOlder(string period, DateTime time) =>
        period.Length == 0 || string.CompareOrdinal(period, time.ToString("yyyyMMdd", CultureInfo.InvariantCulture)[..period.Length]) >= 0;

    private async Task CreateAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        var etc = new StringBuilder();
        for (var i = 1; i <= settings.EtcColumns; i++)
        {
            etc.Append(CultureInfo.InvariantCulture, $"    etc{i} varchar(300),\n");
        }

        // Only the queue numbers its rows; a row keeps its number when it moves on.
        var statement = table == settings.QueueTable ? "create-queue" : "create-result";
        var text = VendorCommand.Fill(VendorCommand.Text($"Kshot.Sql.{database.Dialect}.{statement}"), ("table", table))
            .Replace("    {etc}\n", etc.ToString(), StringComparison.Ordinal);
        await using var command = VendorCommand.Create(connection, null, text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CheckAsync(DbConnection connection, string table, List<string> problems, CancellationToken cancellationToken)
    {
        var columns = await database.ColumnsAsync(connection, table, cancellationToken);
        if (columns.Count == 0)
        {
            problems.Add($"The table {table} does not exist. Create it (see deploy/vendor-schemas/kshot), or set CreateTables to true.");
            return;
        }

        var missing = Needed.Append(settings.CorrelationColumn).Concat([settings.SubIdColumn, settings.OriginCodeColumn]).OfType<string>()
            .Where(column => !columns.Contains(column)).ToList();
        if (missing.Count > 0)
        {
            problems.Add($"The table {table} lacks the column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}.");
        }

        if (await database.FindTransactionProblemAsync(connection, table, cancellationToken) is { } problem)
        {
            problems.Add(problem);
        }
    }

    private async Task IndexAsync(DbConnection connection, string table, List<string> hints, CancellationToken cancellationToken)
    {
        var indexed = await database.IndexedColumnsAsync(connection, table, cancellationToken);
        string[] wanted = table == settings.QueueTable ? [settings.CorrelationColumn, "state"] : [settings.CorrelationColumn, "resultTime"];
        foreach (var column in wanted.Where(column => !indexed.Contains(column)))
        {
            var index = $"gw_{table}_{column}"[..Math.Min(60, $"gw_{table}_{column}".Length)];
            try
            {
                await database.CreateIndexAsync(connection, index, table, column, cancellationToken);
            }
            catch (DbException fault)
            {
                hints.Add($"Look-ups in {table} will be slow, and the index could not be made ({fault.Message}). Run: {database.IndexStatement(index, table, column)}");
            }
        }
    }
}

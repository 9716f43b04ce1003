using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace Gateway.Vendors.Databases;

/// <summary>Creates, checks, indexes and finds the tables of one install.</summary>
internal sealed class TableKeeper(VendorDatabase database, bool createMissing, string schemas)
{
    /// <summary>MySQL's names, and PostgreSQL's.</summary>
    private static readonly HashSet<string> UnicodeSets =
        new(["utf8mb4", "utf16", "utf16le", "utf32", "gb18030", "UTF8"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Log tables that were looked at, with the indexes that could not be made: they are looked at once, because this costs more than a look-up.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _hints = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Brings the tables into the state that hand-over and collection need, as far as the user may, and says what is left. Logs of periods before
    /// <paramref name="oldestLog"/> are left alone: nobody looks into them, and an index on years of messages costs the agent its time.
    /// </summary>
    public async Task<QueueInspection> PrepareAsync(
        DbConnection connection,
        IReadOnlyList<TableNeeds> own,
        IReadOnlyList<TableNeeds> vendor,
        IReadOnlyList<TableFamily> logs,
        DateTime oldestLog,
        CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var hints = new List<string>();
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var widths = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in own)
        {
            await CheckAsync(connection, table, mayCreate: true, problems, hints, cancellationToken);
        }

        foreach (var table in vendor)
        {
            var columns = await CheckAsync(connection, table, createMissing, problems, hints, cancellationToken);
            found.UnionWith(columns.Keys.Select(column => $"{table.Name}.{column}"));
            foreach (var column in table.Columns)
            {
                // Rows go through all tables that have the column.
                if (columns.GetValueOrDefault(column.Name) is { } letters
                    && letters < widths.GetValueOrDefault(column.Name, int.MaxValue))
                {
                    widths[column.Name] = (int)letters;
                }
            }
        }

        if (problems.Count > 0)
        {
            return new QueueInspection(problems, []);
        }

        foreach (var table in own.Concat(vendor).Where(table => table.IsNeeded))
        {
            hints.AddRange(await IndexAsync(connection, table.Name, table.Indexed, cancellationToken));
        }

        _hints.Clear();
        foreach (var family in logs)
        {
            foreach (var table in await FindAsync(connection, family, oldestLog, cancellationToken))
            {
                hints.AddRange(_hints[table]);
            }
        }

        return new QueueInspection(problems, hints) { Widths = widths, Found = found };
    }

    /// <summary>
    /// The tables of a family that exist now, newest first, from the period of <paramref name="oldest"/> on. They are looked up every time: the first row of a
    /// month makes its table, and a remembered "no such table" would hide it. A table seen for the first time gets its indexes while it is still small.
    /// </summary>
    public async Task<IReadOnlyList<string>> FindAsync(DbConnection connection, TableFamily family, DateTime oldest, CancellationToken cancellationToken)
    {
        var found = new List<(string Table, string Period)>();
        foreach (var table in await database.TablesAsync(connection, family.Prefix, cancellationToken))
        {
            if (PeriodOf(table, family) is { } period && !IsOlder(period, family, oldest) && await IsFitAsync(connection, table, family, cancellationToken))
            {
                found.Add((table, period));
            }
        }

        return [.. found.OrderByDescending(table => table.Period, StringComparer.Ordinal).Select(table => table.Table)];
    }

    /// <summary>The date in a table's name; null when the name is not of this family.</summary>
    private static string? PeriodOf(string table, TableFamily family)
    {
        if (table.Length < family.Prefix.Length + family.Suffix.Length || !table.EndsWith(family.Suffix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var period = table[family.Prefix.Length..^family.Suffix.Length].Trim('_');
        return period.All(char.IsAsciiDigit) && family.Periods.Any(form => form.Length == period.Length) ? period : null;
    }

    private static bool IsOlder(string period, TableFamily family, DateTime oldest)
    {
        var form = family.Periods.First(form => form.Length == period.Length);
        return form.Length > 0 && string.CompareOrdinal(period, oldest.ToString(form, CultureInfo.InvariantCulture)) < 0;
    }

    private async Task<bool> IsFitAsync(DbConnection connection, string table, TableFamily family, CancellationToken cancellationToken)
    {
        if (_hints.ContainsKey(table))
        {
            return true;
        }

        var columns = await database.ColumnsAsync(connection, table, cancellationToken);
        if (!family.Columns.All(columns.ContainsKey))
        {
            return false;
        }

        _hints[table] = await IndexAsync(connection, table, family.Indexed, cancellationToken);
        return true;
    }

    /// <summary>Answers the columns that are there, with the letters that they hold.</summary>
    private async Task<IReadOnlyDictionary<string, long?>> CheckAsync(
        DbConnection connection,
        TableNeeds table,
        bool mayCreate,
        List<string> problems,
        List<string> hints,
        CancellationToken cancellationToken)
    {
        var columns = await database.ColumnsAsync(connection, table.Name, cancellationToken);
        var refusal = "";
        if (columns.Count == 0 && mayCreate)
        {
            refusal = await CreateAsync(connection, table.Create(), cancellationToken);
            columns = await database.ColumnsAsync(connection, table.Name, cancellationToken);
        }

        if (columns.Count == 0 && !table.IsNeeded)
        {
            return columns;
        }

        if (columns.Count == 0)
        {
            problems.Add(refusal.Length > 0
                ? $"The table {table.Name} does not exist and could not be created ({refusal}). Create it: {table.Create()}"
                : $"The table {table.Name} does not exist. Create it (see deploy/vendor-schemas/{schemas}), or set CreateTables to true.");
            return columns;
        }

        var missing = table.Columns.Where(column => !columns.ContainsKey(column.Name)).Select(column => column.Name).ToList();
        if (missing.Count > 0)
        {
            problems.Add($"The table {table.Name} lacks the column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}.");
        }

        foreach (var column in table.Columns)
        {
            if (columns.GetValueOrDefault(column.Name) is { } letters && letters < column.Letters)
            {
                (column.IsId ? problems : hints).Add(TooNarrow(table, column, letters));
            }
        }

        await CheckLettersAsync(connection, table, hints, cancellationToken);
        if (await database.FindTransactionProblemAsync(connection, null, table.Name, cancellationToken) is { } problem)
        {
            problems.Add(problem);
        }

        return columns;
    }

    /// <summary>
    /// Kakao takes every letter; a table that does not lets single messages fail, which nobody expects.
    /// </summary>
    private async Task CheckLettersAsync(
        DbConnection connection, TableNeeds table, List<string> hints, CancellationToken cancellationToken)
    {
        if (!table.Columns.Any(column => column.AnyLetter))
        {
            return;
        }

        var sets = await database.CharacterSetsAsync(connection, table.Name, cancellationToken);
        foreach (var column in table.Columns.Where(column => column.AnyLetter))
        {
            if (sets.GetValueOrDefault(column.Name) is { } set && !UnicodeSets.Contains(set))
            {
                var remedy = database.Kind == DatabaseKind.MySql
                    ? $"Run: ALTER TABLE {table.Name} CONVERT TO CHARACTER SET utf8mb4"
                    : "Put the table into a database with ENCODING 'UTF8'.";
                hints.Add(
                    $"The column {column.Name} of {table.Name} has the character set {set}, which lacks letters of "
                    + $"Kakao texts, such as emoji: messages with one fail. {remedy}");
            }
        }
    }

    private static string TooNarrow(TableNeeds table, NeededColumn column, long letters) => column.IsId
        ? $"The column {column.Name} of {table.Name} holds {letters} letters, but the gateway's ids have {column.Letters}. Widen it."
        : $"The column {column.Name} of {table.Name} holds {letters} letters, but the manual's holds {column.Letters}: longer texts will be refused. Widen it.";

    /// <summary>The database's words when it refuses; another process that made the same table a moment ago is no fault, the caller looks again.</summary>
    private static async Task<string> CreateAsync(DbConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, statement);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return "";
        }
        catch (DbException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Makes the missing indexes and answers what the operator should run where that was refused.</summary>
    private async Task<IReadOnlyList<string>> IndexAsync(DbConnection connection, string table, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var hints = new List<string>();
        var indexed = await database.IndexedColumnsAsync(connection, table, cancellationToken);
        var made = new List<string>();
        foreach (var column in wanted.Where(column => !indexed.Contains(column)))
        {
            var index = IndexName(table, column);
            try
            {
                await database.CreateIndexAsync(connection, index, table, column, cancellationToken);
                made.Add(column);
            }
            catch (DbException fault)
            {
                hints.Add($"Look-ups in {table} will be slow, and the index could not be made ({fault.Message}). Run: {database.IndexStatement(index, table, column)}");
            }
        }

        // A build that was cut short leaves an index that is there and helps nobody.
        var now = made.Count == 0 ? indexed : await database.IndexedColumnsAsync(connection, table, cancellationToken);
        hints.AddRange(made.Where(column => !now.Contains(column)).Select(column =>
            $"Look-ups in {table} will be slow: the index {IndexName(table, column)} is not valid. Drop it and run: {database.IndexStatement(IndexName(table, column), table, column)}"));
        return hints;
    }

    /// <summary>One name for one column of one table, at most 60 characters: a cut name would be the same for two months, and the second index would never be made.</summary>
    private static string IndexName(string table, string column)
    {
        var name = $"gw_{table}_{column}";
        return name.Length <= 60 ? name : string.Create(CultureInfo.InvariantCulture, $"gw_{Fold(table):x8}_{Fold(column):x8}");

        // FNV-1a: the same in every process, unlike string.GetHashCode.
        static uint Fold(string text) => text.Aggregate(2166136261u, (hash, letter) => (hash ^ char.ToLowerInvariant(letter)) * 16777619u);
    }
}

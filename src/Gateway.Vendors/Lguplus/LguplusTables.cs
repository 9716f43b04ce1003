using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Lguplus;

/// <summary>The tables of one U+ Agent.</summary>
internal sealed class LguplusTables(
    VendorDatabase database, LguplusModel model, bool createMissing, HandOverLedger ledger)
{
    /// <summary>Of other agents, whose MMS_MSG has nearly the same columns and other states.</summary>
    private static readonly string[] OthersColumns = ["BILL_ID", "IDENTIFICATION_CODE", "ORG_CALLBACK"];

    /// <summary>MySQL's names, and PostgreSQL's: the sets that hold Korean.</summary>
    private static readonly HashSet<string> KoreanSets = new(
        [
            "utf8", "utf8mb3", "utf8mb4", "ucs2", "utf16", "utf16le", "utf32", "euckr", "gb18030", "EUC_KR", "JOHAB",
            "MULE_INTERNAL", "SQL_ASCII",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly TableKeeper _keeper = new(database, createMissing, "lguplus");

    private readonly Lazy<IReadOnlyDictionary<string, TableFamily>> _logs = new(() => model.UsedFamilies.ToDictionary(
        family => family.Name,
        family => TableNeeds.Family(database, model, family.Log, model.LogsOf(family), "", ["yyyyMM", ""])));

    public LguplusModel Model => model;

    /// <summary>The families whose channels are used.</summary>
    public IReadOnlyList<LguplusFamily> Families { get; } = model.UsedFamilies;

    /// <summary>
    /// The tables that must be there before rows are written; SMS is made first, because its queue proves that of LMS
    /// and MMS. The agent makes its logs itself.
    /// </summary>
    public IReadOnlyList<TableNeeds> Needs => [.. LguplusFamily.All.Select(NeedsOf).OfType<TableNeeds>()];

    public string TableOf(LguplusFamily family) => model.TableOf(family);

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var strangers = new List<string>();
        foreach (var family in Families)
        {
            strangers.AddRange(await SpellingsAsync(connection, TableOf(family), cancellationToken));
        }

        strangers.AddRange(await LookAlikesAsync(connection, cancellationToken));
        if (strangers.Count > 0)
        {
            return new QueueInspection(strangers, []);
        }

        var inspection = await _keeper.PrepareAsync(
            connection, [ledger.Needs], Needs, [.. _logs.Value.Values], oldestLog, cancellationToken);
        var problems = new List<string>(inspection.Problems);
        foreach (var family in Families.Where(_ => inspection.Usable))
        {
            problems.AddRange(await CharacterSetsAsync(connection, family, cancellationToken));
        }

        return inspection with { Problems = problems };
    }

    /// <summary>Log tables that exist now, newest first, from the month of <paramref name="oldest"/> on.</summary>
    public Task<IReadOnlyList<string>> LogsAsync(
        DbConnection connection, LguplusFamily family, DateTime oldest, CancellationToken cancellationToken) =>
        _keeper.FindAsync(connection, _logs.Value[family.Name], oldest, cancellationToken);

    private TableNeeds? NeedsOf(LguplusFamily family)
    {
        if (Families.Contains(family))
        {
            return TableNeeds.Of(database, model, family.Queue);
        }

        return family.IsLong ? null : TableNeeds.Optional(database, model, family.Queue, TableOf(family));
    }

    /// <summary>
    /// MySQL on Linux tells large letters from small ones, and installs have both: a second table must not be made.
    /// </summary>
    private async Task<IEnumerable<string>> SpellingsAsync(
        DbConnection connection, string table, CancellationToken cancellationToken)
    {
        if (database.Kind != DatabaseKind.MySql
            || (await database.ColumnsAsync(connection, table, cancellationToken)).Count > 0)
        {
            return [];
        }

        return (await database.TablesAsync(connection, table, cancellationToken))
            .Where(other => other.Equals(table, StringComparison.OrdinalIgnoreCase))
            .Select(other => $"The table {table} does not exist, but {other} does, and this server tells them apart. "
                + $"Name {other} in the settings below Lguplus, and its logs in the same letters.");
    }

    /// <summary>LMS's queue first: whoever makes both makes it last.</summary>
    private async Task<IReadOnlyList<string>> LookAlikesAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        if (!Families.Contains(LguplusFamily.Long))
        {
            return [];
        }

        var (longs, shorts) = (model.Settings.LongTable, model.Settings.SmsTable);
        var columns = await database.ColumnsAsync(connection, longs, cancellationToken);
        if (OthersColumns.FirstOrDefault(columns.ContainsKey) is { } stranger)
        {
            return
            [
                $"The table {longs} has the column {stranger}: it belongs to another agent (such as Dreamline's), "
                + "whose rows live otherwise. Name the table of the U+ Agent in Lguplus:LongTable.",
            ];
        }

        if (columns.Count == 0 || (await database.ColumnsAsync(connection, shorts, cancellationToken)).Count > 0)
        {
            return [];
        }

        return
        [
            $"The table {longs} stands without {shorts}, which every U+ Agent has beside it: it may belong to another "
            + "agent. Name both tables of the U+ Agent in Lguplus:LongTable and Lguplus:SmsTable.",
        ];
    }

    /// <summary>Programs that speak UTF-8 turn Korean into question marks there.</summary>
    private async Task<IEnumerable<string>> CharacterSetsAsync(
        DbConnection connection, LguplusFamily family, CancellationToken cancellationToken)
    {
        var table = TableOf(family);
        var sets = await database.CharacterSetsAsync(connection, table, cancellationToken);
        return family.TextColumns
            .Where(column => sets.GetValueOrDefault(column) is { } set && !KoreanSets.Contains(set))
            .Select(column => $"The column {column} of {table} has the character set {sets[column]}, which has no "
                + "Korean. "
                + (database.Kind == DatabaseKind.MySql
                    ? $"Run: ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4"
                    : "Put the table into a database with ENCODING 'UTF8'."));
    }
}

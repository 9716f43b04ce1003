using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Emma;

/// <summary>The tables of one EMMA install.</summary>
internal sealed class EmmaTables(
    VendorDatabase database, EmmaModel model, bool createMissing, HandOverLedger ledger)
{
    /// <summary>In no table of EMMA; ATA 1.0 called its queue of AlimTalk em_mmt_tran.</summary>
    private const string TalkColumn = "sender_key";

    private readonly TableKeeper _keeper = new(database, createMissing, "emma");

    /// <summary>A site may have the procedures make one log a year.</summary>
    private readonly Lazy<IReadOnlyDictionary<string, TableFamily>> _logs = new(() => model.UsedFamilies.ToDictionary(
        family => family.Name,
        family => TableNeeds.Family(database, model, family.Log, model.LogsOf(family), "", ["yyyyMM", "yyyy"])));

    public EmmaModel Model => model;

    /// <summary>The families whose channels are used.</summary>
    public IReadOnlyList<EmmaFamily> Families { get; } = model.UsedFamilies;

    /// <summary>The gateway's own tables beside the agent's.</summary>
    public IReadOnlyList<TableNeeds> Own =>
        model.HasFiles ? [ledger.Needs, TableNeeds.Of(database, model, EmmaModel.Groups)] : [ledger.Needs];

    /// <summary>The tables that must be there before rows are written. The agent makes its logs itself.</summary>
    public IReadOnlyList<TableNeeds> Needs =>
    [
        .. Families.Select(NeedsOf),
        .. model.HasFiles ? [TableNeeds.Of(database, model, EmmaModel.Files)] : Array.Empty<TableNeeds>(),
    ];

    public string TableOf(EmmaFamily family) => model.TableOf(family);

    public string? SequenceOf(EmmaFamily family) => model.SequenceOf(family, database.Kind);

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var inspection = await _keeper.PrepareAsync(
            connection,
            Own,
            Needs,
            [.. _logs.Value.Values],
            oldestLog,
            cancellationToken);
        var problems = new List<string>(inspection.Problems);
        if (inspection.Has(model.Settings.LongTable, TalkColumn))
        {
            problems.Add(
                $"The table {model.Settings.LongTable} has the column {TalkColumn}: it is the queue of an ATA 1.0, "
                + "which takes no LMS. Name the table of EMMA in LongTable.");
        }

        foreach (var family in Families.Where(_ => inspection.Usable))
        {
            if (SequenceOf(family) is { } sequence && !await ExistsAsync(connection, sequence, cancellationToken))
            {
                problems.Add(
                    $"The sequence {sequence} does not exist, which numbers the rows of {TableOf(family)}. Create it, "
                    + "or leave its setting empty when the table numbers its rows itself.");
            }
        }

        return inspection with { Problems = problems };
    }

    /// <summary>Log tables that exist now, newest first, from the month of <paramref name="oldest"/> on.</summary>
    public Task<IReadOnlyList<string>> LogsAsync(
        DbConnection connection, EmmaFamily family, DateTime oldest, CancellationToken cancellationToken) =>
        _keeper.FindAsync(connection, _logs.Value[family.Name], oldest, cancellationToken);

    private TableNeeds NeedsOf(EmmaFamily family)
    {
        var needs = TableNeeds.Of(database, model, family.Queue);
        if (SequenceOf(family) is not { } sequence)
        {
            return needs;
        }

        var create = $"CREATE SEQUENCE IF NOT EXISTS {VendorCommand.Identifier(sequence)};\n\n";
        return needs with { Create = () => create + needs.Create() };
    }

    private static async Task<bool> ExistsAsync(
        DbConnection connection, string sequence, CancellationToken cancellationToken)
    {
        await using var command = VendorCommand.Create(connection, null, VendorCommand.Text("Emma.Sql.sequence"))
            .With("@sequence", sequence);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}

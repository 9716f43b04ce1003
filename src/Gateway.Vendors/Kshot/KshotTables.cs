using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>The tables of one KShot install.</summary>
internal sealed class KshotTables(VendorDatabase database, KshotModel model, bool createMissing, HandOverLedger ledger)
{
    private readonly TableKeeper _keeper = new(database, createMissing, "kshot");

    private readonly Lazy<TableFamily> _logs = new(() => TableNeeds.Family(database, model, KshotModel.Log, model.Settings.LogTable, "", ["", "yyyyMM", "yyyyMMdd"]));

    public KshotModel Model => model;

    /// <summary>The tables that must be there before rows are written.</summary>
    public IReadOnlyList<TableNeeds> Needs =>
        [TableNeeds.Of(database, model, KshotModel.Queue), TableNeeds.Of(database, model, KshotModel.Result)];

    public static KshotModel ModelOf(KshotSettings settings, IReadOnlyCollection<Channel> channels) =>
        new(
            settings,
            HasKakao: channels.Contains(Channel.AlimTalk),
            HasFiles: channels.Contains(Channel.Mms) || channels.Contains(Channel.Fax));

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(
            connection,
            [ledger.Needs],
            Needs,
            model.Settings.LogTableType == KshotLogTables.Unuse ? [] : [_logs.Value],
            oldestLog,
            cancellationToken);
    }

    /// <summary>Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on.</summary>
    public async Task<IReadOnlyList<string>> LogsAsync(
        DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        model.Settings.LogTableType == KshotLogTables.Unuse
            ? []
            : await _keeper.FindAsync(connection, _logs.Value, oldest, cancellationToken);
}

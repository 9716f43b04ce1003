using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>The tables of one Bizppurio install.</summary>
internal sealed class BizppurioTables(
    VendorDatabase database, BizppurioModel model, bool createMissing, HandOverLedger ledger)
{
    private readonly TableKeeper _keeper = new(database, createMissing, "bizppurio");

    private readonly Lazy<TableFamily> _logs = new(() => TableNeeds.Family(
        database,
        model,
        BizppurioModel.Log,
        model.Settings.LogTable,
        "",
        [model.Settings.LogTables == BizppurioLogTables.One ? "" : "yyyyMM"]));

    public BizppurioModel Model => model;

    /// <summary>The tables that must be there before rows are written. The agent makes its logs itself.</summary>
    public IReadOnlyList<TableNeeds> Needs => [TableNeeds.Of(database, model, BizppurioModel.Queue)];

    public static BizppurioModel ModelOf(BizppurioSettings settings, IReadOnlyCollection<Channel> channels) => new(
        settings,
        HasKakao: channels.Contains(Channel.AlimTalk) || channels.Contains(Channel.FriendTalk),
        HasVoice: channels.Contains(Channel.Voice),
        HasFax: channels.Contains(Channel.Fax));

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(
            connection,
            [ledger.Needs],
            Needs,
            [_logs.Value],
            oldestLog,
            cancellationToken);
    }

    /// <summary>Log tables that exist now, newest first, from the month of <paramref name="oldest"/> on.</summary>
    public Task<IReadOnlyList<string>> LogsAsync(
        DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        _keeper.FindAsync(connection, _logs.Value, oldest, cancellationToken);
}

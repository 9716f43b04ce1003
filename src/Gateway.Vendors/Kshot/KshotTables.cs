using System.Data.Common;
using System.Globalization;
using System.Text;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Kshot;

/// <summary>The tables of one KShot install.</summary>
internal sealed class KshotTables(VendorDatabase database, KshotSettings settings, IReadOnlyCollection<Channel> channels, bool createMissing, HandOverLedger ledger)
{
    private static readonly string[] Read = ["Id", "kind", "state", "result", "telecom", "sendTime", "resultTime"];

    private static readonly string[] Written = ["callbackNo", "receiveNo", "subject", "message", "isReserved", "registTime"];

    private static readonly string[] Files = ["mmsfile_path", "mmsfile_path2", "mmsfile_path3"];

    private static readonly string[] Kakao =
        ["AFTALK_SENDER_KEY", "AFTALK_TMPLGRP_CD", "AFTALK_BUTTON", "AFTALK_REPLACE_TYPE", "AFTALK_REPLACE_MSG", "AFTALK_REPLACE_ID"];

    private readonly TableKeeper _keeper = new(database, createMissing, "kshot");

    /// <summary>Installs without Kakao may lack its columns.</summary>
    public bool HasKakao { get; } = channels.Contains(Channel.AlimTalk);

    private TableFamily Logs => new(
        settings.LogTable,
        "",
        ["", "yyyyMM", "yyyyMMdd"],
        [.. Read, settings.CorrelationColumn, .. HasKakao ? ["AFTALK_REPLACE_TYPE", "AFTALK_REPLACE_ID"] : Array.Empty<string>()],
        [settings.CorrelationColumn, "resultTime", .. HasKakao ? ["Id", "AFTALK_REPLACE_ID"] : Array.Empty<string>()]);

    /// <summary>The tables that must be there before rows are written.</summary>
    public IReadOnlyList<TableNeeds> Needs
    {
        get
        {
            string[] columns =
            [
                .. Read, .. Written, settings.CorrelationColumn, .. new[] { settings.SubIdColumn, settings.OriginCodeColumn }.OfType<string>(),
                .. channels.Contains(Channel.Mms) || channels.Contains(Channel.Fax) ? Files : [], .. HasKakao ? Kakao : [],
            ];
            string[] fallback = HasKakao ? ["AFTALK_REPLACE_ID"] : [];
            return
            [
                new TableNeeds(settings.QueueTable, CreateStatement("create-queue", settings.QueueTable), columns, [settings.CorrelationColumn, "state", .. fallback]),
                new TableNeeds(settings.ResultTable, CreateStatement("create-result", settings.ResultTable), columns, [settings.CorrelationColumn, "resultTime", .. fallback]),
            ];
        }
    }

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(connection, [ledger.Needs], Needs, settings.LogTableType == KshotLogTables.Unuse ? [] : [Logs], oldestLog, cancellationToken);
    }

    /// <summary>Log tables that exist now, newest first, from the period of <paramref name="oldest"/> on.</summary>
    public async Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        settings.LogTableType == KshotLogTables.Unuse ? [] : await _keeper.FindAsync(connection, Logs, oldest, cancellationToken);

    /// <summary>Only the queue numbers its rows; a row keeps its number when it moves on.</summary>
    private string CreateStatement(string statement, string table)
    {
        var etc = new StringBuilder();
        for (var i = 1; i <= settings.EtcColumns; i++)
        {
            etc.Append(CultureInfo.InvariantCulture, $"    etc{i} varchar(300),\n");
        }

        return VendorCommand.Fill(VendorCommand.Text($"Kshot.Sql.{database.Dialect}.{statement}"), ("table", table))
            .Replace("    {etc}\n", etc.ToString(), StringComparison.Ordinal);
    }
}

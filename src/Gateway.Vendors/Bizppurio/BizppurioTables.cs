using System.Data.Common;
using Gateway.Vendors.Databases;

namespace Gateway.Vendors.Bizppurio;

/// <summary>The tables of one Bizppurio install.</summary>
internal sealed class BizppurioTables(VendorDatabase database, BizppurioSettings settings, IReadOnlyCollection<Channel> channels, bool createMissing, HandOverLedger ledger)
{
    private static readonly string[] Read =
        ["CMID", "UMID", "MSG_TYPE", "STATUS", "CALL_STATUS", "REPORT_TIME", "SEND_TIME", "TEL_INFO", "USE_PAGE", "USE_TIME", "SN_RESULT", "ATTACHED_FILE", "RE_TYPE"];

    private static readonly string[] Written = ["REQUEST_TIME", "DEST_PHONE", "DEST_NAME", "SEND_PHONE", "SUBJECT", "MSG_BODY", "CINFO"];

    private static readonly string[] Kakao = ["NATION_CODE", "SENDER_KEY", "TEMPLATE_CODE", "RE_BODY", "USER_KEY", "AD_FLAG"];

    private readonly TableKeeper _keeper = new(database, createMissing, "bizppurio");

    private readonly bool _hasKakao = channels.Contains(Channel.AlimTalk) || channels.Contains(Channel.FriendTalk);

    /// <summary>Fallback rows are found by the UMID of their message; without Kakao there are none.</summary>
    private TableFamily Logs => new(settings.LogTable, "", [settings.LogTables == BizppurioLogTables.One ? "" : "yyyyMM"], Read, ["CMID", "REPORT_TIME", .. _hasKakao ? ["UMID"] : Array.Empty<string>()]);

    /// <summary>The tables that must be there before rows are written. The agent makes its logs itself.</summary>
    public IReadOnlyList<TableNeeds> Needs =>
    [
        new TableNeeds(
            settings.MessageTable,
            VendorCommand.Fill(VendorCommand.Text($"Bizppurio.Sql.{database.Dialect}.create-message"), ("table", settings.MessageTable)),
            [
                .. Read, .. Written, .. _hasKakao ? Kakao : [],
                .. channels.Contains(Channel.Voice) ? ["VXML_FILE", "REPLY_FLAG", "SMS_FLAG", "RETRY_CNT"] : Array.Empty<string>(),
                .. channels.Contains(Channel.Fax) ? ["COVER_FLAG", "RETRY_CNT"] : Array.Empty<string>(),
            ],
            ["CMID", "STATUS", .. _hasKakao ? ["UMID"] : Array.Empty<string>()]),
    ];

    public async Task<QueueInspection> PrepareAsync(DateTime oldestLog, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await _keeper.PrepareAsync(connection, [ledger.Needs], Needs, [Logs], oldestLog, cancellationToken);
    }

    /// <summary>Log tables that exist now, newest first, from the month of <paramref name="oldest"/> on.</summary>
    public Task<IReadOnlyList<string>> LogsAsync(DbConnection connection, DateTime oldest, CancellationToken cancellationToken) =>
        _keeper.FindAsync(connection, Logs, oldest, cancellationToken);
}

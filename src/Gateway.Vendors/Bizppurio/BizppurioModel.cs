using Gateway.Vendors.Models;

namespace Gateway.Vendors.Bizppurio;

/// <summary>The tables of BIZCLIENT: the queue and the logs have the same columns.</summary>
/// <param name="Settings">The names.</param>
/// <param name="HasKakao">
/// Installs without Kakao may lack its columns; fallback rows are found by the UMID of their message, and without Kakao
/// there are none.
/// </param>
/// <param name="HasVoice">Installs without voice may lack its columns.</param>
/// <param name="HasFax">Installs without fax may lack its columns.</param>
internal sealed record BizppurioModel(
    BizppurioSettings Settings, bool HasKakao, bool HasVoice, bool HasFax) : VendorModel
{
    public const string Queue = "queue";
    public const string Log = "log";

    protected override void Describe(TableModel tables)
    {
        string[] fallback = HasKakao ? ["UMID"] : [];
        Row(tables.Table<BizppurioRow>(Queue, Settings.MessageTable), Use.Written).LookUp(["CMID", "STATUS", .. fallback]).Build();
        if (!Whole)
        {
            Row(tables.Table<BizppurioRow>(Log, null), Use.None).LookUp(["CMID", "REPORT_TIME", .. fallback]).Build();
        }
    }

    private TableDescription<BizppurioRow> Row(TableDescription<BizppurioRow> table, Use written)
    {
        var kakao = written.If(HasKakao);
        var voice = written.If(HasVoice);
        var text = written with { AnyLetter = written.Needed && HasKakao };
        return table
            .Key("CMID", ColumnType.Text(32), Use.Id(nameof(BizppurioRow.Cmid)))
            .Column("UMID", ColumnType.Text(32), Use.Read(nameof(BizppurioRow.Umid)))
            .Column(
                "MSG_TYPE",
                ColumnType.Small,
                Use.Read(nameof(BizppurioRow.MsgType)),
                required: true,
                otherwise: "0")
            .Column("STATUS", ColumnType.Small, Use.Read(nameof(BizppurioRow.Status)), required: true, otherwise: "0")
            .Column("REQUEST_TIME", ColumnType.Time, written, required: true, otherwise: "CURRENT_TIMESTAMP")
            .Column(
                "SEND_TIME",
                ColumnType.Time,
                Use.Read(nameof(BizppurioRow.SendTime)),
                required: true,
                otherwise: "CURRENT_TIMESTAMP")
            .Column("REPORT_TIME", ColumnType.Time, Use.Read(nameof(BizppurioRow.ReportTime)))
            .Column("DEST_PHONE", ColumnType.Text(16), written, required: true)
            .Column("DEST_NAME", ColumnType.Text(32), written)
            .Column("SEND_PHONE", ColumnType.Text(16), written, required: true)
            .Column("SEND_NAME", ColumnType.Text(32))
            .Column("SUBJECT", ColumnType.Text(64), written)
            .Column("MSG_BODY", ColumnType.Text(2000), text, required: true)
            .Column("NATION_CODE", ColumnType.Text(5), kakao)
            .Column("SENDER_KEY", ColumnType.Text(40), kakao)
            .Column("TEMPLATE_CODE", ColumnType.Text(30), kakao)
            .Column("RESPONSE_METHOD", ColumnType.Text(8))
            .Column("TIMEOUT", ColumnType.Text(4))
            .Column("RE_TYPE", ColumnType.Text(3), Use.Both(nameof(BizppurioRow.ReType)))
            .Column("RE_BODY", ColumnType.Text(2000), kakao)
            .Column("RE_PART", ColumnType.Text(1))
            .Column("WAP_URL", ColumnType.Text(80))
            .Column("COVER_FLAG", ColumnType.Small, written.If(HasFax), otherwise: "0")
            .Column("SMS_FLAG", ColumnType.Small, voice, otherwise: "0")
            .Column("REPLY_FLAG", ColumnType.Small, voice, otherwise: "0")
            .Column("RETRY_CNT", ColumnType.Int, written.If(HasFax || HasVoice))
            .Column("ATTACHED_FILE", ColumnType.Text(1000), Use.Both(nameof(BizppurioRow.AttachedFile)))
            .Column("VXML_FILE", ColumnType.Text(64), voice)
            .Column("CALL_STATUS", ColumnType.Text(4), Use.Read(nameof(BizppurioRow.CallStatus)))
            .Column("USE_PAGE", ColumnType.Small, Use.Read(nameof(BizppurioRow.UsePage)), otherwise: "0")
            .Column("USE_TIME", ColumnType.Int, Use.Read(nameof(BizppurioRow.UseTime)), otherwise: "0")
            .Column("SN_RESULT", ColumnType.Small, Use.Read(nameof(BizppurioRow.SnResult)), otherwise: "0")
            .Column("TEL_INFO", ColumnType.Text(10), Use.Read(nameof(BizppurioRow.TelInfo)))
            .Column("CINFO", ColumnType.Text(32), written)
            .Column("USER_KEY", ColumnType.Text(30), kakao)
            .Column("AD_FLAG", ColumnType.Text(1), kakao, otherwise: "'Y'");
    }
}

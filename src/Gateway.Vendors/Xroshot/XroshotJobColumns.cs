using System.Globalization;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Xroshot;

/// <summary>The columns of SEND and REPORT: what a job is, what its family adds, and how far it came.</summary>
internal static class XroshotJobColumns
{
    private const string Zero = "0";

    public static void Send(TableDescription<XroshotSendRow> table, XroshotKind kind, string correlation)
    {
        table.Special(correlation, Use.Id(nameof(XroshotSendRow.Key)))
            .Key("MSG_ID", ColumnType.Big, Use.Read(nameof(XroshotSendRow.MsgId)), numbered: true);
        Job(
            table,
            kind,
            Use.Written,
            Use.Read(nameof(XroshotSendRow.SendDate)),
            Use.Read(nameof(XroshotSendRow.DestCount)));
        table
            .Column(
                "SEND_STATUS",
                ColumnType.Int,
                Use.Read(nameof(XroshotSendRow.Status)),
                required: true,
                otherwise: Zero)
            .Column("SEND_COUNT", ColumnType.Int, required: true, otherwise: Zero)
            .Column(
                "SEND_RESULT",
                ColumnType.Int,
                Use.Read(nameof(XroshotSendRow.Result)),
                required: true,
                otherwise: Zero)
            .Column("SEND_PROC_TIME", ColumnType.Text(20), Use.Read(nameof(XroshotSendRow.ProcTime)))
            .Column("STD_ID", ColumnType.Big)
            .LookUp(correlation, "SEND_STATUS")
            .Build();
    }

    public static void Report(TableDescription<XroshotReportRow> table, XroshotKind kind, string correlation)
    {
        table.Special(correlation, Use.Id(nameof(XroshotReportRow.Key)))
            .Key("MSG_ID", ColumnType.Big, Use.Read(nameof(XroshotReportRow.MsgId)), otherwise: Zero);
        Job(table, kind, Use.None, Use.None, Use.None);
        table
            .Column("STD_ID", ColumnType.Big)
            .Column("JOB_ID", ColumnType.Big, required: true, otherwise: Zero)
            .Column("SUCC_COUNT", ColumnType.Int, required: true, otherwise: Zero)
            .Column("FAIL_COUNT", ColumnType.Int, required: true, otherwise: Zero);
        foreach (var step in kind.Name switch { "SMS" => new[] { "CANCEL", "DELIVER" }, "MMS" => [], _ => ["CANCEL"] })
        {
            table
                .Column(step + "_STATUS", ColumnType.Int, required: true, otherwise: Zero)
                .Column(step + "_COUNT", ColumnType.Int, required: true, otherwise: Zero)
                .Column(step + "_REQ_DATE", ColumnType.Text(20))
                .Column(step + "_RESULT", ColumnType.Int, required: true, otherwise: Zero);
        }

        table.LookUp("MSG_ID", correlation).Build();
    }

    private static void Job<TRow>(TableDescription<TRow> table, XroshotKind kind, Use written, Use sendDate, Use count)
        where TRow : class
    {
        var mms = kind.Name == "MMS";
        var date = ColumnType.Text(mms ? 16 : 20);
        table
            .Column("USER_ID", ColumnType.Text(20), written, required: true)
            .Column("SCHEDULE_TYPE", ColumnType.Int, written, required: true, otherwise: Zero)
            .Column("SUBJECT", ColumnType.Text(mms ? 64 : 50), written)
            .Column("NOW_DATE", date, written)
            .Column("SEND_DATE", date, sendDate, required: true)
            .Column("CALLBACK", ColumnType.Text(20), written);
        if (!mms)
        {
            table.Column("DEST_TYPE", ColumnType.Int, written, required: true, otherwise: Zero);
        }

        table
            .Column("DEST_COUNT", ColumnType.Int, count, required: true, otherwise: Zero)
            .Column("DEST_INFO", ColumnType.LongText, written, required: true)
            .Column("KT_OFFICE_CODE", ColumnType.Text(20))
            .Column("CDR_ID", ColumnType.Text(20), written);
        for (var i = 1; i <= 9; i++)
        {
            table.Column(
                string.Create(CultureInfo.InvariantCulture, $"RESERVED{i}"),
                ColumnType.Text(i == 1 && kind.Name == "SMS" ? 64 : 50));
        }

        Content(table, kind, written);
    }

    private static void Content<TRow>(TableDescription<TRow> table, XroshotKind kind, Use written)
        where TRow : class => _ = kind.Name switch
        {
            "SMS" => table
                .Column("SMS_MSG", ColumnType.Text(200), written)
                .Column("CALLBACK_URL", ColumnType.Text(200)),
            "MMS" => table
                .Column("MSG_TYPE", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("MMS_MSG", ColumnType.LongText, written)
                .Column("CONTENT_COUNT", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("CONTENT_DATA", ColumnType.Text(250), written),
            "VMS" => table
                .Column("MSG_SUBTYPE", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("MENT_TYPE", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("VOICE_TYPE", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("REPLY_TYPE", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("REPLY_COUNT", ColumnType.Int, written, required: true, otherwise: Zero)
                .Column("COUNSELOR_DTMF", ColumnType.Int, required: true, otherwise: Zero)
                .Column("COUNSELOR_NUMBER", ColumnType.Text(20))
                .Column("RELISTEN_COUNT", ColumnType.Int, required: true, otherwise: Zero)
                .Column("SMSPLUS_MSG", ColumnType.Text(100))
                .Column("HEADER_MSG", ColumnType.Text(150))
                .Column("TAIL_MSG", ColumnType.Text(150))
                .Column("TTS_MSG", ColumnType.LongText, written)
                .Column("ATTACH_FILE", ColumnType.LongText, written),
            _ => table
                .Column("MSG_SUBTYPE", ColumnType.Int, written, required: true, otherwise: "20")
                .Column("ATTACH_FILE", ColumnType.LongText, written, required: true),
        };
}

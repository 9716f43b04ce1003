using Gateway.Vendors.Models;

namespace Gateway.Vendors.Xroshot;

/// <summary>The columns of REPORT_DETAIL: one row for each recipient, with what only its family tells.</summary>
internal static class XroshotDetailColumns
{
    private const string Zero = "0";

    public static void Describe(TableDescription<XroshotDetailRow> table, XroshotKind kind)
    {
        var mms = kind.Name == "MMS";
        table
            .Key("MSG_ID", ColumnType.Big, Use.Read(nameof(XroshotDetailRow.MsgId)), otherwise: Zero)
            .Column("USER_ID", ColumnType.Text(20), required: true)
            .Column("JOB_ID", ColumnType.Big, required: true, otherwise: Zero)
            .Key("SUBJOB_ID", ColumnType.Int, Use.Read(nameof(XroshotDetailRow.Place)), otherwise: Zero)
            .Column(
                "SEND_DATE",
                ColumnType.Text(mms ? 16 : 20),
                Use.Read(nameof(XroshotDetailRow.SendDate)),
                required: !mms)
            .Column("DEST_NAME", ColumnType.Text(20), required: !mms)
            .Column("PHONE_NUMBER", ColumnType.Text(20), required: !mms)
            .Column(
                "RESULT",
                ColumnType.Int,
                Use.Read(nameof(XroshotDetailRow.Result)),
                required: true,
                otherwise: Zero)
            .Column("TCS_RESULT", ColumnType.Int, Use.Read(nameof(XroshotDetailRow.TcsResult)));
        if (kind.Name != "VMS")
        {
            table.Column("DELIVER_DATE", ColumnType.Text(20), Use.Read(nameof(XroshotDetailRow.DeliverDate)));
        }

        if (mms)
        {
            table.Column("READ_TIME", ColumnType.Text(20));
        }

        table.Column("FEE", mms ? ColumnType.Int : ColumnType.Float, Use.Read(nameof(XroshotDetailRow.Fee)));
        Own(table, kind);
        table.Column("REPORT_RES_DATE", ColumnType.Text(20), Use.Read(nameof(XroshotDetailRow.ReportDate)));
        if (!mms)
        {
            table.Column("MSG_SUBJOB_TYPE", ColumnType.Int);
        }

        table
            .Column("STAT_STATUS", ColumnType.Int, required: true, otherwise: Zero)
            .Column("STATUS_TEXT", ColumnType.Text(200));
        if (kind.Name != "FMS")
        {
            table.Column("SEND_SPID", ColumnType.Text(100));
        }

        table.LookUp("MSG_ID", "REPORT_RES_DATE").Build();
    }

    private static void Own(TableDescription<XroshotDetailRow> table, XroshotKind kind) => _ = kind.Name switch
    {
        "SMS" => table.Column("TELCOINFO", ColumnType.Text(8), Use.Read(nameof(XroshotDetailRow.Telecom))),
        "MMS" => table
            .Column("STIME", ColumnType.Text(16))
            .Column("RTIME", ColumnType.Text(16))
            .Column("MOBILE_INFO", ColumnType.Int, Use.Read(nameof(XroshotDetailRow.Telecom))),
        "VMS" => Requested(table
            .Column("STIME", ColumnType.Text(20))
            .Column("RTIME", ColumnType.Text(20))
            .Column(
                "DURATION",
                ColumnType.Int,
                Use.Read(nameof(XroshotDetailRow.Seconds)),
                required: true,
                otherwise: Zero)
            .Column(
                "REPLIED_DTMF",
                ColumnType.Int,
                Use.Read(nameof(XroshotDetailRow.Reply)),
                required: true,
                otherwise: Zero)
            .Column("REPLIED_FILE", ColumnType.Text(250))),
        _ => Requested(table.Column("FAX_PAGE", ColumnType.Int, Use.Read(nameof(XroshotDetailRow.Pages)), required: true, otherwise: Zero)),
    };

    private static TableDescription<XroshotDetailRow> Requested(TableDescription<XroshotDetailRow> table) => table
        .Column("REPORT_STATUS", ColumnType.Int, required: true, otherwise: Zero)
        .Column("REPORT_COUNT", ColumnType.Int, required: true, otherwise: Zero)
        .Column("REPORT_REQ_DATE", ColumnType.Text(20));
}

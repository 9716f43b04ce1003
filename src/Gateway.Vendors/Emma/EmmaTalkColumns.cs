using System.Globalization;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>The columns of AlimTalk (ATA), behind mt_pr.</summary>
internal static class EmmaTalkColumns
{
    private const int EtcColumns = 3;

    public static TableDescription<EmmaRow> Describe(TableDescription<EmmaRow> table, Use written)
    {
        table
            .Column("mt_refkey", ColumnType.Text(20))
            .Column("priority", ColumnType.Char(2), required: true, otherwise: "'S'")
            .Column("date_client_req", ColumnType.Time, Use.Read(nameof(EmmaRow.Due)), required: true)
            .Column("subject", ColumnType.Text(40), written, required: true, otherwise: "' '")
            .Column("content", ColumnType.Text(4000), written with { AnyLetter = written.Needed }, required: true)
            .Column("callback", ColumnType.Text(25), written, required: true)
            .Column(
                "msg_status",
                ColumnType.Char(1),
                Use.Read(nameof(EmmaRow.Status)),
                required: true,
                otherwise: "'1'")
            .Column("recipient_num", ColumnType.Text(25), written)
            .Column("date_mt_sent", ColumnType.Time, Use.Read(nameof(EmmaRow.SentAt)))
            .Column("date_rslt", ColumnType.Time, Use.Read(nameof(EmmaRow.ArrivedAt)))
            .Column("date_mt_report", ColumnType.Time, Use.Read(nameof(EmmaRow.ReportedAt)))
            .Column("report_code", ColumnType.Char(4), Use.Read(nameof(EmmaRow.Code)))
            .Column("rs_id", ColumnType.Text(20))
            .Column("country_code", ColumnType.Text(8), required: true, otherwise: "'82'")
            .Column("msg_type", ColumnType.Int, written, required: true, otherwise: "1008")
            .Column("crypto_yn", ColumnType.Char(1), otherwise: "'Y'")
            .Column("ata_id", ColumnType.Char(2), Use.Read(nameof(EmmaRow.Owner)), otherwise: "' '")
            .Column("reg_date", ColumnType.Time, otherwise: "CURRENT_TIMESTAMP")
            .Column("sender_key", ColumnType.Text(40), written, required: true)
            .Column("template_code", ColumnType.Text(30), written)
            .Column("response_method", ColumnType.Text(20), required: true, otherwise: "'push'")
            .Column("ad_flag", ColumnType.Char(1), required: true, otherwise: "'N'")
            .Column("kko_btn_type", ColumnType.Char(1), written)
            .Column("kko_btn_info", ColumnType.Text(4000), written)
            .Column("img_url", ColumnType.Text(200))
            .Column("img_link", ColumnType.Text(100));
        for (var i = 1; i <= EtcColumns; i++)
        {
            table.Column(string.Create(CultureInfo.InvariantCulture, $"etc_text_{i}"), ColumnType.Text(100));
        }

        for (var i = 1; i <= EtcColumns; i++)
        {
            table.Column(string.Create(CultureInfo.InvariantCulture, $"etc_num_{i}"), ColumnType.Int);
        }

        return table.Column("etc_date_1", ColumnType.Time);
    }
}

using System.Globalization;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Kshot;

/// <summary>
/// The tables of KShotAgent 2.2.2. Queue, result and log have the same columns; a row keeps its number when it moves
/// on, so only the queue numbers its rows.
/// </summary>
/// <param name="Settings">The names.</param>
/// <param name="HasKakao">Installs without Kakao may lack its columns.</param>
/// <param name="HasFiles">Installs without MMS and fax may lack the columns of files.</param>
internal sealed record KshotModel(KshotSettings Settings, bool HasKakao, bool HasFiles) : VendorModel
{
    public const string Queue = "queue";
    public const string Result = "result";
    public const string Log = "log";
    public const string Watchdog = "watchdog";

    protected override void Describe(TableModel tables)
    {
        string[] fallback = HasKakao ? ["AFTALK_REPLACE_ID"] : [];
        Row(tables.Table<KshotRow>(Queue, Settings.QueueTable), Use.Written, numbered: true).LookUp([Settings.CorrelationColumn, "state", .. fallback]).Build();
        Row(tables.Table<KshotRow>(Result, Settings.ResultTable), Use.Written).LookUp([Settings.CorrelationColumn, "resultTime", .. fallback]).Build();
        if (!Whole)
        {
            string[] owner = HasKakao ? ["Id"] : [];
            Row(tables.Table<KshotRow>(Log, null), Use.None).LookUp([Settings.CorrelationColumn, "resultTime", .. owner, .. fallback]).Build();
        }

        if (!Whole && Settings.WatchdogTable is { Length: > 0 } watchdog)
        {
            tables.Table<KshotBeatRow>(Watchdog, watchdog)
                .Column("agentid", ColumnType.Text(20), Use.Read(nameof(KshotBeatRow.Agent)))
                .Column("oper_active", ColumnType.Char(1), Use.Read(nameof(KshotBeatRow.Active)))
                .Column("opertime", ColumnType.Time, Use.Read(nameof(KshotBeatRow.Written)))
                .Build();
        }
    }

    private TableDescription<KshotRow> Row(TableDescription<KshotRow> table, Use written, bool numbered = false)
    {
        var files = written.If(HasFiles);
        var kakao = written.If(HasKakao);
        table
            .Special(Settings.SubIdColumn, written)
            .Special(Settings.OriginCodeColumn, written)
            .Special(Settings.CorrelationColumn, Use.Id(nameof(KshotRow.Key)))
            .Key("Id", ColumnType.Int11, Use.Read(nameof(KshotRow.Id)), numbered)
            .Column("kind", ColumnType.Small6, Use.Read(nameof(KshotRow.Kind)))
            .Column("callbackNo", ColumnType.Text(15), written)
            .Column("receiveNo", ColumnType.Text(15), written)
            .Column("subject", ColumnType.Text(65), written)
            .Column("message", ColumnType.Text(2000), written with { AnyLetter = HasKakao })
            .Column("mmsfile_path", ColumnType.Text(200), files)
            .Column("mmsfile_path2", ColumnType.Text(200), files)
            .Column("mmsfile_path3", ColumnType.Text(200), files)
            .Column("isReserved", ColumnType.Char(1), written, otherwise: "'N'")
            .Column("reservedTime", ColumnType.Time)
            .Column("registTime", ColumnType.Time, written)
            .Column("sendTime", ColumnType.Time, Use.Read(nameof(KshotRow.SendTime)))
            .Column("responseTime", ColumnType.Time)
            .Column("resultTime", ColumnType.Time, Use.Read(nameof(KshotRow.ResultTime)))
            .Column("state", ColumnType.Small2, Use.Read(nameof(KshotRow.State)), otherwise: "0")
            .Column("result", ColumnType.Small2, Use.Read(nameof(KshotRow.Result)), otherwise: "-1")
            .Column("telecom", ColumnType.Tiny, Use.Read(nameof(KshotRow.Telecom)), otherwise: "0");
        for (var i = 1; i <= Settings.EtcColumns; i++)
        {
            table.Column(string.Create(CultureInfo.InvariantCulture, $"etc{i}"), ColumnType.Text(300));
        }

        return table
            .Column("AFTALK_SENDER_KEY", ColumnType.Text(40), kakao)
            .Column("AFTALK_USER_KEY", ColumnType.Text(40))
            .Column("AFTALK_TMPLGRP_CD", ColumnType.Text(30), kakao)
            .Column("AFTALK_BUTTON", ColumnType.Text(4000), kakao)
            .Column("AFTALK_IMGLINK", ColumnType.Text(1000))
            .Column("AFTALK_REPLACE_TYPE", ColumnType.Char(1), Use.Read(nameof(KshotRow.ReplaceType)).If(HasKakao))
            .Column("AFTALK_REPLACE_MSG", ColumnType.Text(2000), kakao)
            .Column("AFTALK_REPLACE_ID", ColumnType.Int, Use.Read(nameof(KshotRow.ReplaceId)).If(HasKakao))
            .Column("AFTALK_AD_FLAG", ColumnType.Text(2))
            .Column("AFTALK_GRPSEQ", ColumnType.Int);
    }
}

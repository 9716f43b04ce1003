using Gateway.Vendors.Models;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// The tables of the MCS Agent: four families of SEND, REPORT and REPORT_DETAIL, its counters, received faxes and
/// short messages, and who shares a row.
/// </summary>
/// <param name="Settings">The names.</param>
/// <param name="Kinds">The families that are used, by their names with a comma between.</param>
internal sealed record XroshotModel(XroshotSettings Settings, string Kinds) : VendorModel
{
    public const string Packed = "packed";
    public const string Faxes = "faxes";
    public const string Texts = "texts";
    public const string SentHours = "sent-hours";
    public const string ReceivedHours = "received-hours";
    public const string PackedTable = "gateway_packed";

    private const string Zero = "0";

    public IReadOnlyList<XroshotKind> UsedKinds => [.. XroshotKind.All.Where(kind => Kinds.Split(',').Contains(kind.Name))];

    public bool Monthly => Settings.ReportTables == XroshotReportTables.Monthly;

    public static XroshotModel Of(XroshotSettings settings, IReadOnlyCollection<Channel> channels) =>
        new(settings, string.Join(',', XroshotKind.All.Where(kind => kind.Channels.Any(channels.Contains)).Select(kind => kind.Name)));

    public static string Send(XroshotKind kind) => "send-" + kind.Name;

    public static string Report(XroshotKind kind) => "report-" + kind.Name;

    public static string Detail(XroshotKind kind) => "detail-" + kind.Name;

    public string SendTable(XroshotKind kind) => $"SDK_{kind.Name}_SEND{Settings.Suffix}";

    public string ReportTable(XroshotKind kind) => $"SDK_{kind.Name}_REPORT{Settings.Suffix}";

    public string DetailTable(XroshotKind kind) => $"SDK_{kind.Name}_REPORT_DETAIL{Settings.Suffix}";

    public string FaxTable => "SDK_FMS_RECEIVE" + Settings.Suffix;

    public string TextTable => "SDK_SMS_RECEIVE" + Settings.Suffix;

    public string SentHoursTable => "SDK_SEND_STAT" + Settings.Suffix;

    public string ReceivedHoursTable => "SDK_RECV_STAT" + Settings.Suffix;

    protected override void Describe(TableModel tables)
    {
        tables.Table<PackedRow>(Packed, PackedTable, own: true)
            .Key("message_id", ColumnType.Id, Use.Id(nameof(PackedRow.MessageId)))
            .Column("row_key", ColumnType.Id, Use.Id(nameof(PackedRow.RowKey)), required: true)
            .Column("place", ColumnType.Int, Use.Read(nameof(PackedRow.Place)), required: true)
            .Column("entered_at", ColumnType.Time, Use.Read(nameof(PackedRow.EnteredAt)), required: true)
            .LookUp("row_key")
            .Build();
        foreach (var kind in UsedKinds)
        {
            // Tables of months are named when they are found.
            var monthly = Monthly && !Whole;
            XroshotJobColumns.Send(tables.Table<XroshotSendRow>(Send(kind), SendTable(kind)), kind, Settings.CorrelationColumn);
            XroshotJobColumns.Report(tables.Table<XroshotReportRow>(Report(kind), monthly ? null : ReportTable(kind)), kind, Settings.CorrelationColumn);
            XroshotDetailColumns.Describe(tables.Table<XroshotDetailRow>(Detail(kind), monthly ? null : DetailTable(kind)), kind);
        }

        DescribeFaxes(tables);
        DescribeTexts(tables);
        DescribeHours(tables);
    }

    private void DescribeFaxes(TableModel tables) => tables.Table<XroshotFaxRow>(Faxes, FaxTable)
        .Key("JOB_ID", ColumnType.Big, Use.Read(nameof(XroshotFaxRow.JobId)), otherwise: Zero)
        .Column("SUBJOB_ID", ColumnType.Int, Use.Read(nameof(XroshotFaxRow.Place)), otherwise: "1")
        .Column("ANI_NUMBER", ColumnType.Text(20), Use.Read(nameof(XroshotFaxRow.From)))
        .Column("DEST_NUMBER", ColumnType.Text(20), Use.Read(nameof(XroshotFaxRow.To)))
        .Column("FILE_NAME", ColumnType.Text(250), Use.Read(nameof(XroshotFaxRow.FileName)))
        .Column("RESULT", ColumnType.Int, required: true, otherwise: "2")
        .Column("TCS_RESULT", ColumnType.Int, required: true, otherwise: "-2")
        .Column("STIME", ColumnType.Text(20))
        .Column("RTIME", ColumnType.Text(20))
        .Column("DURATION", ColumnType.Text(20), Use.Read(nameof(XroshotFaxRow.Duration)))
        .Column("FEE", ColumnType.Float)
        .Column("FAX_PAGE", ColumnType.Int, Use.Read(nameof(XroshotFaxRow.Pages)), required: true, otherwise: Zero)
        .Numbered("MSG_ID", ColumnType.Big)
        .Column("RECV_DATE", ColumnType.Text(20), Use.Read(nameof(XroshotFaxRow.ReceivedAt)))
        .Column("STAT_STATUS", ColumnType.Int, required: true, otherwise: Zero)
        .Column("UMS_MEMO", ColumnType.Text(100))
        .Column("DEL_TM", ColumnType.Text(14))
        .Index(FaxTable + "_msg", "MSG_ID")
        .LookUp("RECV_DATE")
        .Build();

    private void DescribeTexts(TableModel tables) => tables.Table<XroshotTextRow>(Texts, TextTable)
        .Key("JOB_ID", ColumnType.Big, Use.Read(nameof(XroshotTextRow.JobId)), otherwise: Zero)
        .Numbered("MSG_ID", ColumnType.Big, Use.Read(nameof(XroshotTextRow.MsgId)))
        .Column("CALLBACK", ColumnType.Text(20), Use.Read(nameof(XroshotTextRow.Callback)), required: true)
        .Column("ANI_NUMBER", ColumnType.Text(20), Use.Read(nameof(XroshotTextRow.From)), required: true)
        .Column("DEST_NUMBER", ColumnType.Text(20), Use.Read(nameof(XroshotTextRow.To)), required: true)
        .Column("SMS_MSG", ColumnType.Text(200), Use.Read(nameof(XroshotTextRow.Text)), required: true)
        .Column("RECV_DATE", ColumnType.Text(20), Use.Read(nameof(XroshotTextRow.ReceivedAt)), required: true)
        .Column("STAT_STATUS", ColumnType.Int, required: true, otherwise: Zero)
        .Column("REPORT_STATUS", ColumnType.Int)
        .Column("REPORT_COUNT", ColumnType.Int)
        .Column("REPORT_RESULT", ColumnType.Int)
        .Column("REPORT_PROC_TIME", ColumnType.Text(20))
        .Index(TextTable + "_msg", "MSG_ID")
        .LookUp("RECV_DATE")
        .Build();

    private void DescribeHours(TableModel tables)
    {
        var sent = tables.Table<XroshotHourRow>(SentHours, SentHoursTable)
            .Key("SEND_YEAR", ColumnType.Text(4), Use.Read(nameof(XroshotHourRow.Year)))
            .Key("SEND_MONTH", ColumnType.Text(2), Use.Read(nameof(XroshotHourRow.Month)))
            .Key("SEND_DAY", ColumnType.Text(2), Use.Read(nameof(XroshotHourRow.Day)))
            .Key("SEND_HOUR", ColumnType.Text(2), Use.Read(nameof(XroshotHourRow.Hour)))
            .Key("USER_ID", ColumnType.Text(20), Use.Read(nameof(XroshotHourRow.UserId)));
        foreach (var (column, property) in Counted)
        {
            sent.Column(column, ColumnType.Int, Use.Read(property), required: true, otherwise: Zero);
        }

        sent.Column("THREAD_NO", ColumnType.Int, required: true, otherwise: Zero).Build();
        if (Whole)
        {
            tables.Table<XroshotHourRow>(ReceivedHours, ReceivedHoursTable)
                .Key("RECV_YEAR", ColumnType.Char(4), Use.None)
                .Key("RECV_MONTH", ColumnType.Char(2), Use.None)
                .Key("RECV_DAY", ColumnType.Char(2), Use.None)
                .Key("RECV_HOUR", ColumnType.Char(2), Use.None)
                .Column("SMS_TOTAL", ColumnType.Int, required: true, otherwise: Zero)
                .Column("FMS_TOTAL", ColumnType.Int, required: true, otherwise: Zero)
                .Build();
        }
    }

    /// <summary>In the manual's order.</summary>
    private static readonly (string Column, string Property)[] Counted =
    [
        ("SMS_TOTAL", nameof(XroshotHourRow.SmsTotal)), ("SMS_SUCC", nameof(XroshotHourRow.SmsSucceeded)),
        ("VMS_TTS_TOTAL", nameof(XroshotHourRow.TtsTotal)), ("VMS_TTS_SUCC", nameof(XroshotHourRow.TtsSucceeded)),
        ("VMS_FILE_TOTAL", nameof(XroshotHourRow.FileTotal)), ("VMS_FILE_SUCC", nameof(XroshotHourRow.FileSucceeded)),
        ("VMS_MSTG_TOTAL", nameof(XroshotHourRow.StoredTotal)), ("VMS_MSTG_SUCC", nameof(XroshotHourRow.StoredSucceeded)),
        ("VMS_SP_TOTAL", nameof(XroshotHourRow.ScenarioTotal)), ("VMS_SP_SUCC", nameof(XroshotHourRow.ScenarioSucceeded)),
        ("FMS_TOTAL", nameof(XroshotHourRow.FaxTotal)), ("FMS_SUCC", nameof(XroshotHourRow.FaxSucceeded)),
        ("MMS_TOTAL", nameof(XroshotHourRow.MmsTotal)), ("MMS_SUCC", nameof(XroshotHourRow.MmsSucceeded)),
    ];
}

using System.Globalization;
using Gateway.Vendors.Models;

namespace Gateway.Vendors.Lguplus;

/// <summary>
/// The tables of the U+ Agent as installations have them; the agent makes the logs, with the same columns.
/// </summary>
/// <param name="Settings">The names.</param>
/// <param name="Families">The families that are used, by their names with a comma between.</param>
/// <param name="HasFiles">Installs without MMS may lack what belongs to files.</param>
internal sealed record LguplusModel(LguplusSettings Settings, string Families, bool HasFiles) : VendorModel
{
    /// <summary>Columns for files.</summary>
    public const int FileColumns = 5;

    private const int EtcColumns = 6;

    public IReadOnlyList<LguplusFamily> UsedFamilies =>
        [.. LguplusFamily.All.Where(family => Families.Split(',').Contains(family.Name))];

    public static LguplusModel Of(LguplusSettings settings, IReadOnlyCollection<Channel> channels)
    {
        var families = LguplusFamily.All.Where(family => family.Channels.Any(channels.Contains));
        return new LguplusModel(
            settings, string.Join(',', families.Select(family => family.Name)), channels.Contains(Channel.Mms));
    }

    public static string FilePath(int number) => string.Create(CultureInfo.InvariantCulture, $"FILE_PATH{number}");

    public string TableOf(LguplusFamily family) => family.IsLong ? Settings.LongTable : Settings.SmsTable;

    public string LogsOf(LguplusFamily family) => family.IsLong ? Settings.LongLogTable : Settings.SmsLogTable;

    public string KeyOf(LguplusFamily family) => family.IsLong ? Settings.LongKeyColumn : Settings.SmsKeyColumn;

    /// <summary>
    /// The whole model has both queues: an install that takes one of them is made with both, as the agent makes them.
    /// </summary>
    protected override void Describe(TableModel tables)
    {
        foreach (var family in Whole ? LguplusFamily.All : UsedFamilies)
        {
            Row(tables.Table<LguplusRow>(family.Queue, TableOf(family)), family, Use.Written, numbered: true)
                .LookUp(KeyOf(family), family.IsLong ? "STATUS" : "TR_SENDSTAT").Build();
            if (!Whole)
            {
                Row(tables.Table<LguplusRow>(family.Log, null), family, Use.None)
                    .LookUp(KeyOf(family), family.IsLong ? "REPORTDATE" : "TR_RSLTDATE").Build();
            }
        }
    }

    private TableDescription<LguplusRow> Row(
        TableDescription<LguplusRow> table, LguplusFamily family, Use written, bool numbered = false)
    {
        table.Special(KeyOf(family), Use.Id(nameof(LguplusRow.Key)));
        return family.IsLong ? Long(table, written, numbered) : Short(table, written, numbered);
    }

    private static TableDescription<LguplusRow> Short(TableDescription<LguplusRow> table, Use written, bool numbered)
    {
        table
            .Key("TR_NUM", ColumnType.Int11, Use.Read(nameof(LguplusRow.Number)), numbered)
            .Column("TR_SENDDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.Due)))
            .Column("TR_ID", ColumnType.Text(16))
            .Column(
                "TR_SENDSTAT",
                ColumnType.Text(1),
                Use.Read(nameof(LguplusRow.Status)),
                required: true,
                otherwise: "'0'")
            .Column("TR_RSLTSTAT", ColumnType.Text(2), Use.Read(nameof(LguplusRow.Code)), otherwise: "'00'")
            .Column("TR_MSGTYPE", ColumnType.Text(1), written, required: true, otherwise: "'0'")
            .Column("TR_PHONE", ColumnType.Text(20), written, required: true, otherwise: "''")
            .Column("TR_CALLBACK", ColumnType.Text(20), written)
            .Column("TR_RSLTDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.ReportedAt)))
            .Column("TR_MODIFIED", ColumnType.Time)
            .Column("TR_MSG", ColumnType.Text(160), Bound(written, 90))
            .Column("TR_NET", ColumnType.Text(4), Use.Read(nameof(LguplusRow.Carrier)));
        for (var i = 1; i <= EtcColumns; i++)
        {
            table.Column(string.Create(CultureInfo.InvariantCulture, $"TR_ETC{i}"), ColumnType.Text(160));
        }

        return table
            .Column("TR_ROUTEID", ColumnType.Text(20))
            .Column("TR_REALSENDDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.SentAt)))
            .Column(LguplusFamily.Short.OriginCodeColumn, ColumnType.Text(10));
    }

    private TableDescription<LguplusRow> Long(TableDescription<LguplusRow> table, Use written, bool numbered)
    {
        table
            .Key("MSGKEY", ColumnType.Int11, Use.Read(nameof(LguplusRow.Number)), numbered)
            .Column("SUBJECT", ColumnType.Text(120), Bound(written, 64))
            .Column("PHONE", ColumnType.Text(15), written, required: true)
            .Column("CALLBACK", ColumnType.Text(15), written, required: true)
            .Column(
                "STATUS", ColumnType.Text(2), Use.Read(nameof(LguplusRow.Status)), required: true, otherwise: "'0'")
            .Column("REQDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.Due)), required: true)
            .Column("MSG", ColumnType.Text(4000), Bound(written, 2000))
            .Column("FILE_CNT", ColumnType.Int11, written.If(HasFiles), required: true, otherwise: "0")
            .Column("FILE_CNT_REAL", ColumnType.Int11);
        for (var i = 1; i <= FileColumns; i++)
        {
            var used = HasFiles && i <= LguplusStaging.Rules.MostFiles[Channel.Mms];
            table
                .Column(FilePath(i), ColumnType.Text(512), Bound(written, LguplusStaging.LongestPath).If(used))
                .Column(FilePath(i) + "_SIZ", ColumnType.Int11);
        }

        table
            .Column("EXPIRETIME", ColumnType.Text(10), required: true, otherwise: "'43200'")
            .Column("SENTDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.SentAt)))
            .Column("RSLTDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.ArrivedAt)))
            .Column("REPORTDATE", ColumnType.Time, Use.Read(nameof(LguplusRow.ReportedAt)))
            .Column("TERMINATEDDATE", ColumnType.Time)
            .Column("RSLT", ColumnType.Text(4), Use.Read(nameof(LguplusRow.Code)))
            .Column("TYPE", ColumnType.Text(2), written, required: true, otherwise: "'0'")
            .Column("TELCOINFO", ColumnType.Text(10), Use.Read(nameof(LguplusRow.Carrier)))
            .Column("ROUTE_ID", ColumnType.Text(20))
            .Column("ID", ColumnType.Text(20))
            .Column("POST", ColumnType.Text(20));
        return table
            .Column("ETC1", ColumnType.Text(64))
            .Column("ETC2", ColumnType.Text(32))
            .Column("ETC3", ColumnType.Text(32))
            .Column("ETC4", ColumnType.Int11)
            .Column("MULTI_SEQ", ColumnType.Text(10))
            .Column(LguplusFamily.Long.OriginCodeColumn, ColumnType.Text(10));
    }

    /// <summary>Columns are wider than what is written there, and narrower ones do in some installs.</summary>
    private static Use Bound(Use written, int letters) => written.Needed ? written with { Most = letters } : written;
}

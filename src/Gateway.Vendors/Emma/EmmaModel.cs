using Gateway.Vendors.Models;

namespace Gateway.Vendors.Emma;

/// <summary>
/// The tables of EMMA 3.7 and ATA as the vendor's own database procedures have them; the procedures make the logs.
/// </summary>
/// <param name="Settings">The names.</param>
/// <param name="Families">The families that are used, by their names with a comma between.</param>
/// <param name="HasFiles">Installs without MMS may lack what belongs to files.</param>
internal sealed record EmmaModel(EmmaSettings Settings, string Families, bool HasFiles) : VendorModel
{
    public const string Status = "status";
    public const string Files = "files";
    public const string Groups = "groups";
    public const string GroupTable = "gateway_emma_groups";

    /// <summary>An SMS has no more letters; the log holds 255, so that a longer one could never be moved.</summary>
    private const int SmsLetters = 90;

    private static readonly ColumnType Number11 = new(typeof(long), "bigint", "numeric(11)");
    private static readonly ColumnType Number5 = new(typeof(int), "int", "numeric(5)");

    public IReadOnlyList<EmmaFamily> UsedFamilies =>
        [.. EmmaFamily.All.Where(family => Families.Split(',').Contains(family.Name))];

    public static EmmaModel Of(EmmaSettings settings, IReadOnlyCollection<Channel> channels)
    {
        var families = EmmaFamily.All.Where(family => family.Channels.Any(channels.Contains));
        return new EmmaModel(
            settings, string.Join(',', families.Select(family => family.Name)), channels.Contains(Channel.Mms));
    }

    public string TableOf(EmmaFamily family) => family.Name switch
    {
        "smt" => Settings.SmsTable,
        "mmt" => Settings.LongTable,
        _ => Settings.AtaTable,
    };

    public string LogsOf(EmmaFamily family) => family.Name switch
    {
        "smt" => Settings.SmsLogTable,
        "mmt" => Settings.LongLogTable,
        _ => Settings.AtaLogTable,
    };

    /// <summary>Null when the database numbers the rows itself.</summary>
    public string? SequenceOf(EmmaFamily family, DatabaseKind kind) => EmmaSettings.Given(family.Name switch
    {
        _ when kind == DatabaseKind.MySql => null,
        "smt" => Settings.SmsSequence,
        "mmt" => Settings.LongSequence,
        _ => Settings.AtaSequence,
    });

    protected override void Describe(TableModel tables)
    {
        foreach (var family in UsedFamilies)
        {
            var numbered = tables.Kind == DatabaseKind.MySql;
            Row(tables.Table<EmmaRow>(family.Queue, TableOf(family)), family, Use.Written, numbered)
                .LookUp(family.KeyColumn, "msg_status").Build();
            if (!Whole)
            {
                Row(tables.Table<EmmaRow>(family.Log, null), family, Use.None)
                    .LookUp(family.KeyColumn, "date_mt_report").Build();
            }
        }

        if (HasFiles)
        {
            DescribeFiles(tables);
        }

        if (!Whole && EmmaSettings.Given(Settings.StatusTable) is { } status)
        {
            tables.Table<EmmaStatusRow>(Status, status)
                .Column("update_time", ColumnType.Text(19), Use.Read(nameof(EmmaStatusRow.Updated)))
                .Build();
        }
    }

    private TableDescription<EmmaRow> Row(
        TableDescription<EmmaRow> table, EmmaFamily family, Use written, bool numbered = false)
    {
        table
            .Special(family.KeyColumn, Use.Id(nameof(EmmaRow.Key)) with { Most = EmmaKey.Length })
            .Key("mt_pr", Number11, Use.Read(nameof(EmmaRow.Number)), numbered);
        return family.IsTalk ? EmmaTalkColumns.Describe(table, written) : Text(table, family, written);
    }

    private TableDescription<EmmaRow> Text(TableDescription<EmmaRow> table, EmmaFamily family, Use written)
    {
        var isLong = family.Name == EmmaFamily.Long.Name;
        table
            .Column("msg_key", ColumnType.Text(20))
            .Column("input_type", ColumnType.Char(1), required: true, otherwise: "'0'")
            .Column("mt_refkey", ColumnType.Text(20))
            .Column("priority", ColumnType.Char(2), required: true, otherwise: "'S'");
        if (isLong)
        {
            table.Column("msg_class", ColumnType.Char(1), otherwise: "'1'");
        }

        table.Column("date_client_req", ColumnType.Time, Use.Read(nameof(EmmaRow.Due)), required: true);
        if (isLong)
        {
            table
                .Column("subject", ColumnType.Text(40), written, required: true)
                .Column("content_type", Number5, otherwise: "0");
        }

        var content = isLong || !written.Needed ? written : written with { Most = SmsLetters };
        table.Column("content", ColumnType.Text(4000), content, required: true);
        if (isLong)
        {
            table.Column("attach_file_group_key", Number11, written.If(HasFiles), otherwise: "0");
        }

        table
            .Column("callback", ColumnType.Text(25), written, required: true)
            .Column("service_type", ColumnType.Char(2), written, required: true)
            .Column("broadcast_yn", ColumnType.Char(1), written, required: true, otherwise: "'N'")
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
            .Column("mt_report_code_ib", ColumnType.Char(4), Use.Read(nameof(EmmaRow.Code)))
            .Column("mt_report_code_ibtype", ColumnType.Char(1))
            .Column("carrier", Number5, Use.Read(nameof(EmmaRow.Carrier)))
            .Column("rs_id", ColumnType.Text(20));
        return Rest(table, isLong);
    }

    private static TableDescription<EmmaRow> Rest(TableDescription<EmmaRow> table, bool isLong)
    {
        table
            .Column("recipient_net", Number5)
            .Column("recipient_npsend", ColumnType.Char(1))
            .Column("country_code", ColumnType.Text(8), required: true, otherwise: "'82'")
            .Column("charset", ColumnType.Text(20))
            .Column("msg_type", Number11)
            .Column("crypto_yn", ColumnType.Char(1), otherwise: "'N'")
            .Column("ttl", Number5)
            .Column("emma_id", ColumnType.Char(2), Use.Read(nameof(EmmaRow.Owner)), otherwise: "' '")
            .Column("reg_date", ColumnType.Time, otherwise: "CURRENT_TIMESTAMP")
            .Column("mt_res_cnt", Number5)
            .Column("client_sub_id", ColumnType.Text(20));
        if (!isLong)
        {
            table
                .Column("dlr_report_code", ColumnType.Char(4))
                .Column("date_dlr_report", ColumnType.Time);
        }

        return table.Column(EmmaRows.OriginCodeColumn, ColumnType.Text(20));
    }

    private void DescribeFiles(TableModel tables)
    {
        tables.Table<EmmaGroupRow>(Groups, GroupTable, own: true)
            .Key("group_no", ColumnType.Big, Use.Read(nameof(EmmaGroupRow.Number)), numbered: true)
            .Column("handover_id", ColumnType.Id, Use.Id(nameof(EmmaGroupRow.HandOver)), required: true)
            .Column("place", ColumnType.Int, Use.Read(nameof(EmmaGroupRow.Place)), required: true)
            .LookUp("handover_id")
            .Build();
        tables.Table<EmmaFileRow>(Files, Settings.FileTable)
            .Key("attach_file_group_key", Number11, Use.Read(nameof(EmmaFileRow.GroupKey)))
            .Key("attach_file_group_seq", Number11, Use.Read(nameof(EmmaFileRow.Place)))
            .Column("attach_file_seq", Number11, Use.Written)
            .Column("attach_file_subpath", ColumnType.Text(64), Use.Written.If(Settings.FileSubpath is { Length: > 0 }))
            .Column("attach_file_name", ColumnType.Text(64), Use.Written, required: true)
            .Column("attach_file_carrier", Number11)
            .Column("reg_date", ColumnType.Time, required: true, otherwise: "CURRENT_TIMESTAMP")
            .Build();
    }
}

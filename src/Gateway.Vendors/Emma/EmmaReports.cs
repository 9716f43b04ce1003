using Gateway.Vendors.Databases;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Emma;

/// <summary>Rows of one family's queue and logs as reports.</summary>
internal sealed class EmmaReports(EmmaFamily family, KoreaTime korea)
{
    public const string Waiting = "1";
    public const string Taken = "2";
    public const string Done = "3";

    /// <summary>Final too; an older procedure writes it for rows that the vendor's own tools entered.</summary>
    public const string DoneByTool = "4";

    /// <summary>On its way to the log.</summary>
    private const string Moving = "7";

    private const string Delivered = "1000";

    /// <summary>Stands where a code is NULL.</summary>
    private const string NoCode = "NULL";

    /// <summary>The row, or null when it is none of ours: another program may share the table.</summary>
    public VendorRow? Read(EmmaRow row, bool logged)
    {
        if (EmmaKey.Find(row.Key) is not { } id)
        {
            return null;
        }

        var code = RowReader.Text(row.Code);
        var progress = Progress(row, code, logged);
        var final = progress == RowProgress.Final;
        var sentAt = Time(row.SentAt);
        return new VendorRow(new VendorReport
        {
            MessageId = id,
            Progress = progress,
            UnknownState = logged ? null : Unknown(RowReader.Text(row.Status)),
            SentAt = sentAt,
            CompletedAt = final ? Time(row.ArrivedAt) ?? Time(row.ReportedAt) ?? sentAt : null,
            Result = !final ? null : code is null ? PutAway(row) : Result(code),
            Telecom = final && RowReader.Text(row.Carrier) is { } carrier and not "0" ? carrier : null,
        });
    }

    /// <summary>
    /// Whatever lies in a log is final. In the queue a code counts only with its status: an international message has
    /// one before it has ended.
    /// </summary>
    private static RowProgress Progress(EmmaRow row, string? code, bool logged) => RowReader.Text(row.Status) switch
    {
        _ when logged => RowProgress.Final,
        Waiting when RowReader.Text(row.Owner) is null => RowProgress.Untouched,
        Done or DoneByTool when code is not null => RowProgress.Final,
        _ => RowProgress.Taken,
    };

    private static string? Unknown(string? status) =>
        status is Waiting or Taken or Done or DoneByTool or Moving ? null : RowReader.State(status);

    private VendorResult Result(string code) => ResultCatalogue.Convert("emma", Group(code), code);

    /// <summary>
    /// The agent's procedures move rows that nobody finished for days: such a row has no code. Whether it was sent is
    /// known by its time.
    /// </summary>
    private VendorResult PutAway(EmmaRow row)
    {
        var sent = RowReader.Time(row.SentAt) is not null || RowReader.Text(row.Status) == Taken;
        var result = ResultCatalogue.Get(sent ? ResultCatalogue.ReportExpired : ResultCatalogue.SubmitExpired);
        var group = family.IsTalk ? "ata" : "emma";
        return new VendorResult(
            NoCode,
            group,
            result,
            new VendorCode("emma", group, NoCode, result, Retryable: false, sent, "결과 없이 로그로 이동"));
    }

    /// <summary>The three lists of EMMA share no code; ATA has meanings of its own.</summary>
    private string Group(string code) => code switch
    {
        _ when family.IsTalk => "ata",
        ['E', ..] => "emma",
        Delivered => "telco",
        ['1', ..] => "gw",
        _ => "telco",
    };

    private DateTimeOffset? Time(DateTime? wall) => RowReader.Time(wall) is { } time ? korea.FromWall(time) : null;
}

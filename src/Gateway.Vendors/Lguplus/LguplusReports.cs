using Gateway.Vendors.Databases;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Lguplus;

/// <summary>Rows of one family's queue and logs as reports.</summary>
internal sealed class LguplusReports(LguplusFamily family, KoreaTime korea)
{
    private const string Protocol = "lguplus";

    /// <summary>Stands in TR_RSLTSTAT until a result is known; no result by itself.</summary>
    private const string Open = "00";

    /// <summary>Stands where a code is NULL.</summary>
    private const string NoCode = "NULL";

    /// <summary>The row, or null when it is none of ours: another program may share the table.</summary>
    public VendorRow? Read(LguplusRow row, bool logged)
    {
        if (RowReader.MessageId(row.Key) is not { } id)
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
            Result = !final ? null : IsResult(code) ? Result(code!) : PutAway(row, code),
            Telecom = final ? Telecom(RowReader.Text(row.Carrier)) : null,
        });
    }

    /// <summary>
    /// Whatever lies in a log is final. In the queue a code counts only with its state. States that no list has are on
    /// their way.
    /// </summary>
    private RowProgress Progress(LguplusRow row, string? code, bool logged) => RowReader.Text(row.Status) switch
    {
        _ when logged => RowProgress.Final,
        LguplusFamily.Waiting => RowProgress.Untouched,
        var state when state == family.Done && IsResult(code) => RowProgress.Final,
        _ => RowProgress.Taken,
    };

    private string? Unknown(string? state) =>
        state is not null && (state == LguplusFamily.Waiting || state == family.Done || family.Taken.Contains(state))
            ? null
            : RowReader.State(state);

    private static bool IsResult(string? code) => code is not (null or Open);

    private VendorResult Result(string code) => ResultCatalogue.Convert(Protocol, family.Name, code);

    /// <summary>
    /// A row in a log without a result. It is certain that it was not delivered only where it was never sent.
    /// </summary>
    private VendorResult PutAway(LguplusRow row, string? code)
    {
        var sent = RowReader.Time(row.SentAt) is not null || RowReader.Text(row.Status) != LguplusFamily.Waiting;
        var raw = code ?? NoCode;
        var result = ResultCatalogue.Get(ResultCatalogue.Other);
        return new VendorResult(
            raw,
            family.Name,
            result,
            new VendorCode(Protocol, family.Name, raw, result, Retryable: false, sent, "결과 없이 로그로 이동"));
    }

    /// <summary>TR_NET has numbers of operators; what TELCOINFO has is not public.</summary>
    private string? Telecom(string? carrier) => carrier switch
    {
        _ when family.IsLong => carrier,
        "011" => "SKT",
        "016" => "KT",
        "019" => "LGU+",
        "000" => null,
        _ => carrier,
    };

    private DateTimeOffset? Time(DateTime? wall) => RowReader.Time(wall) is { } time ? korea.FromWall(time) : null;
}

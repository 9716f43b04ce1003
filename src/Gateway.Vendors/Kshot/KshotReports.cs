using System.Globalization;
using Gateway.Vendors.Databases;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Kshot;

/// <summary>Rows of <c>agent_msgqueue</c>, <c>agent_msgresult</c> and the log tables as reports.</summary>
internal sealed class KshotReports(KoreaTime korea)
{
    /// <summary>
    /// "Waiting for the result" stands in the table of final results. In a finished row it is treated as a report that
    /// never came.
    /// </summary>
    private const string WaitingForResult = "233";

    private const int Fax = 3;

    /// <summary>The state of a row in a log of its own period.</summary>
    private const int PutAway = 4;

    /// <summary>The state of a row with a result.</summary>
    private const int Ended = 3;

    /// <summary>The row, or null when it is neither ours nor a fallback: another program may share the table.</summary>
    public VendorRow? Read(KshotRow row)
    {
        var fallbackOf = row.ReplaceId?.ToString(CultureInfo.InvariantCulture);
        var id = RowReader.MessageId(row.Key);
        if (id is null && fallbackOf is null)
        {
            return null;
        }

        var kind = row.Kind ?? 0;
        var progress = (row.State ?? 0) switch
        {
            0 => RowProgress.Untouched,
            >= Ended => RowProgress.Final,
            _ => RowProgress.Taken,
        };
        var final = progress == RowProgress.Final;
        var telecom = row.Telecom;
        var report = new VendorReport
        {
            // A fallback row may carry a copy of our columns or not (docs/internals/vendors): it is never a message of
            // its own.
            MessageId = fallbackOf is null ? id ?? Guid.Empty : Guid.Empty,
            Progress = progress,
            UnknownState = row.State is >= 0 and <= PutAway ? null : RowReader.State(row.State),
            SentAt = Time(RowReader.Time(row.SendTime)),
            CompletedAt = final ? Time(RowReader.Time(row.ResultTime)) : null,
            Result = final ? Result(kind, (row.Result ?? 0).ToString(CultureInfo.InvariantCulture)) : null,
            Telecom = final && kind != Fax ? Telecom(telecom) : null,
            Pages = final && kind == Fax ? telecom : null,
            FallbackChannel = fallbackOf is null ? null : kind switch { 0 => Channel.Sms, 1 => Channel.Lms, _ => Channel.Mms },
        };
        var number = row.Id.ToString(CultureInfo.InvariantCulture);
        return new VendorRow(report, number, number, fallbackOf, RowReader.Text(row.ReplaceType) is "S" or "L");
    }

    private DateTimeOffset? Time(DateTime? wall) => wall is { } time ? korea.FromWall(time) : null;

    private static VendorResult Result(int kind, string code)
    {
        var group = kind switch { 0 => "sms", 1 or 2 => "mms", Fax => "fax", 4 => "alimtalk", _ => "unknown" };
        var result = ResultCatalogue.Convert("kshot", group, code);
        return code == WaitingForResult && result.Result.Code == ResultCatalogue.Pending
            ? result with { Result = ResultCatalogue.Get(ResultCatalogue.ReportExpired) }
            : result;
    }

    private static string? Telecom(int? code) => code switch
    {
        1 => "SKT",
        2 or 7 => "KT",
        3 or 8 => "LGU+",
        4 => "AHNN",
        5 => "DACOM",
        6 => "SKB",
        _ => null,
    };
}

using System.Data.Common;
using System.Globalization;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Kshot;

/// <summary>Rows of <c>agent_msgqueue</c>, <c>agent_msgresult</c> and the log tables as reports.</summary>
internal sealed class KshotReports(KoreaTime korea)
{
    /// <summary>"Waiting for the result" stands in the table of final results. In a finished row it is treated as a report that never came (gaps.md G90).</summary>
    private const string WaitingForResult = "233";

    /// <summary>The report of the current row, or null when its correlation column holds no id of ours: another program may share the table.</summary>
    public VendorReport? Read(DbDataReader row)
    {
        if (row.IsDBNull(KshotColumns.Correlation) || !Guid.TryParseExact(row.GetString(KshotColumns.Correlation).Trim(), "N", out var id))
        {
            return null;
        }

        var kind = Number(row, KshotColumns.Kind);
        var progress = Number(row, KshotColumns.State) switch
        {
            0 => RowProgress.Untouched,
            1 or 2 => RowProgress.Taken,
            >= 3 => RowProgress.Final,
            _ => RowProgress.Taken,
        };
        var final = progress == RowProgress.Final;
        return new VendorReport
        {
            MessageId = id,
            Progress = progress,
            SentAt = Time(row, KshotColumns.SendTime),
            CompletedAt = final ? Time(row, KshotColumns.ResultTime) : null,
            Result = final ? Result(kind, Number(row, KshotColumns.Result).ToString(CultureInfo.InvariantCulture)) : null,
            Telecom = final ? Telecom(Number(row, KshotColumns.Telecom)) : null,
        };
    }

    public DateTimeOffset? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : korea.FromWall(row.GetDateTime(column));

    private static VendorResult Result(int kind, string code)
    {
        var group = kind switch { 0 => "sms", 1 or 2 => "mms", 3 => "fax", 4 => "alimtalk", _ => "unknown" };
        var result = ResultCatalogue.Convert("kshot", group, code);
        return code == WaitingForResult && result.Result.Code == ResultCatalogue.Pending
            ? result with { Result = ResultCatalogue.Get(ResultCatalogue.ReportExpired) }
            : result;
    }

    private static string? Telecom(int code) => code switch
    {
        1 => "SKT",
        2 or 7 => "KT",
        3 or 8 => "LGU+",
        4 => "AHNN",
        5 => "DACOM",
        6 => "SKB",
        _ => null,
    };

    private static int Number(DbDataReader row, int column) =>
        row.IsDBNull(column) ? 0 : Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture);
}

/// <summary>The places of the columns in every KShot SELECT.</summary>
internal static class KshotColumns
{
    public const int Id = 0;
    public const int Correlation = 1;
    public const int Kind = 2;
    public const int State = 3;
    public const int Result = 4;
    public const int Telecom = 5;
    public const int SendTime = 6;
    public const int ResultTime = 7;
}

using System.Globalization;
using Gateway.Vendors.Databases;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Xroshot;

/// <summary>
/// Rows of SEND and REPORT_DETAIL as reports. The message id is filled in by the reader, who knows which recipients
/// share a row.
/// </summary>
internal sealed class XroshotReports(XroshotClock clock)
{
    /// <summary>The gateway's code for a job that the agent gave up without a reason that a list has.</summary>
    private const int NotSent = 404;

    private const int NoReportYet = -2;

    /// <summary>The states of SEND go from "given up" to "reported".</summary>
    private const int LeastStatus = -2;
    private const int MostStatus = 3;

    /// <summary>A row of SEND. One with a negative status stays there for ever: the agent gave it up.</summary>
    public VendorReport ReadSend(XroshotSendRow row)
    {
        var status = row.Status ?? 0;
        var at = clock.Read(RowReader.Text(row.ProcTime));
        return new VendorReport
        {
            MessageId = Guid.Empty,
            Progress = status switch { 0 => RowProgress.Untouched, < 0 => RowProgress.Final, _ => RowProgress.Taken },
            UnknownState = row.Status is >= LeastStatus and <= MostStatus ? null : RowReader.State(row.Status),
            SentAt = status > 0 ? at : null,
            CompletedAt = status < 0 ? at : null,
            Result = status < 0 ? GivenUp(row.Result ?? 0) : null,
        };
    }

    /// <summary>A row of REPORT_DETAIL, or of REPORT whose details are not there yet.</summary>
    public VendorReport ReadDetail(XroshotFound row)
    {
        var result = row.Place is null ? null : Result(row.Result ?? 0, row.TcsResult);
        var arrived = clock.Read(RowReader.Text(row.ReportDate));
        var report = new VendorReport { MessageId = Guid.Empty, Progress = RowProgress.Taken, SentAt = clock.Read(RowReader.Text(row.SendDate)) };
        return result is null or { Result.Outcome: Outcome.Pending }
            ? report
            : report with
            {
                Progress = RowProgress.Final,
                CompletedAt = clock.Read(RowReader.Text(row.DeliverDate)) ?? arrived,
                Result = result,
                Telecom = Telecom(RowReader.Text(row.Telecom)),
                Pages = row.Pages,
                Seconds = row.Seconds,
                Reply = Reply(row),
                Fee = row.Fee,
            };
    }

    /// <summary>TCS_RESULT when it has come, else RESULT. Null while neither says an end.</summary>
    private static VendorResult? Result(int result, int? tcs) => tcs is { } code && code != NoReportYet
        ? ResultCatalogue.Convert("xroshot", "tcs", code.ToString(CultureInfo.InvariantCulture))
        : ResultCatalogue.Convert("xroshot", "result", result.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// SEND_RESULT is the server's answer, a code of TCS_RESULT where it is one; 0 says "success" there and so nothing
    /// here.
    /// </summary>
    private static VendorResult GivenUp(int code)
    {
        var text = code.ToString(CultureInfo.InvariantCulture);
        var known = ResultCatalogue.Find("xroshot", "tcs", text);
        return known is { Result.Outcome: not (Outcome.Delivered or Outcome.Pending) }
            ? new VendorResult(text, "send", known.Result, known)
            : new VendorResult(text, "send", ResultCatalogue.Get(NotSent), new VendorCode("xroshot", "send", text, ResultCatalogue.Get(NotSent), false, false, "발송 실패"));
    }

    /// <summary>0 is the column's default and so no answer; answers are asked for with the keys 1 to 9.</summary>
    private static string? Reply(XroshotFound row) =>
        row.Reply is { } key and > 0 ? key.ToString(CultureInfo.InvariantCulture) : null;

    private static string? Telecom(string? code) => code switch
    {
        "01190" or "1" => "SKT",
        "01690" or "2" => "KT",
        "01990" or "3" => "LGU+",
        _ => code,
    };
}

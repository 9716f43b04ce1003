using System.Globalization;
using Gateway.Vendors.Databases;
using Gateway.Vendors.ResultCodes;

namespace Gateway.Vendors.Bizppurio;

/// <summary>Rows of <c>BIZ_MSG</c> and <c>BIZ_LOG_YYYYMM</c> as reports.</summary>
internal sealed class BizppurioReports(BizppurioSettings settings, KoreaTime korea)
{
    /// <summary>Before the UMID in the key of a second fallback.</summary>
    public const string SecondFallback = "RE_";

    private const int Fax = 2;
    private const int Phone = 3;

    /// <summary>
    /// The row ended because a fallback was asked for that the account may not have; it never leaves <c>BIZ_MSG</c>.
    /// </summary>
    private const int FallbackNotAllowed = 13;

    /// <summary>Three numbers mean something else since module v3.</summary>
    private static readonly Dictionary<string, int> SinceV3 = new() { ["9013"] = 102, ["9020"] = 406, ["9215"] = 214 };

    /// <summary>
    /// The row. One that another program made is read like a fallback row, for which no message of ours is found.
    /// </summary>
    public VendorRow Read(BizppurioRow row, bool logged)
    {
        var key = RowReader.Text(row.Cmid) ?? "";
        var id = RowReader.MessageId(row.Cmid);
        var type = row.MsgType ?? 0;
        var progress = Progress(row, logged);
        var final = progress == RowProgress.Final;
        var result = final ? Result(RowReader.Text(row.CallStatus)) : null;
        var report = new VendorReport
        {
            MessageId = id ?? Guid.Empty,
            Progress = progress,
            UnknownState = logged || row.Status is 0 or 1 or 2 or 3 or 7 or 11 or FallbackNotAllowed
                ? null
                : RowReader.State(row.Status),
            CompletedAt = final && RowReader.Time(row.ReportTime) is { } time ? korea.FromWall(time) : null,
            Result = result,
            Telecom = final ? Telecom(RowReader.Text(row.TelInfo)) : null,
            Pages = final && type == Fax ? row.UsePage : null,
            Seconds = final && type == Phone ? row.UseTime : null,

            // "Listened to and answered": only then is the key an answer and not the column's default.
            Reply = result?.VendorCode is "1202" or "2202" ? RowReader.Text(row.SnResult) : null,
            FallbackChannel = id is null ? FallbackChannel(type, RowReader.Text(row.AttachedFile)) : null,
        };
        return new VendorRow(
            report,
            key,
            RowReader.Text(row.Umid),
            id is null ? WithoutPrefix(key) : null,
            RowReader.Text(row.ReType) is not null);
    }

    /// <summary>
    /// Final needs a result: the code alone may come while the row is still on its way, and STATUS 2 without a code
    /// says nothing yet. In a log the code is enough, whatever the status was when the row was put away.
    /// </summary>
    private static RowProgress Progress(BizppurioRow row, bool logged) => row.Status switch
    {
        _ when logged => RowReader.Text(row.CallStatus) is null ? RowProgress.Taken : RowProgress.Final,
        0 => RowProgress.Untouched,
        2 when RowReader.Text(row.CallStatus) is not null => RowProgress.Final,
        FallbackNotAllowed => RowProgress.Final,
        _ => RowProgress.Taken,
    };

    private VendorResult Result(string? code)
    {
        var known = code ?? FallbackNotAllowed.ToString(CultureInfo.InvariantCulture);
        var result = ResultCatalogue.Convert("bizppurio", Group(known), known);
        return settings.CodeVersion == BizppurioCodeVersion.V3 && SinceV3.TryGetValue(known, out var canonical)
            ? result with { Result = ResultCatalogue.Get(canonical) }
            : result;
    }

    private static string Group(string code) => code switch
    {
        ['1', _, _, _] => "phone_landline",
        ['2', _, _, _] => "phone_mobile",
        ['3', _, _, _] => "fax",
        ['4', _, _, _] => "sms",
        ['5', _, _, _] => "sms_inbound",
        ['6', _, _, _] => "mms",
        ['7', _, _, _] => "kakao",
        _ => "common",
    };

    private static string? Telecom(string? name) => name switch
    {
        "KTF" => "KT",
        "LGT" => "LGU+",
        _ => name,
    };

    private static Channel FallbackChannel(int type, string? files) =>
        type == 0 ? Channel.Sms : files is null ? Channel.Lms : Channel.Mms;

    private static string WithoutPrefix(string key) =>
        key.StartsWith(SecondFallback, StringComparison.OrdinalIgnoreCase) ? key[SecondFallback.Length..] : key;
}

using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Vendors.ResultCodes;

/// <summary>All result codes and the conversion from vendors' codes, read once from the tables embedded beside the adapters.</summary>
public static class ResultCatalogue
{
    /// <summary>The recipient has it.</summary>
    public const int Delivered = 0;

    /// <summary>E_INVALID_FORMAT: the row does not fit the vendor's table.</summary>
    public const int InvalidFormat = 202;

    /// <summary>E_REPORT_EXPIRED: no report came in time.</summary>
    public const int ReportExpired = 405;

    /// <summary>E_SUBMIT_EXPIRED: expired before the agent took it.</summary>
    public const int SubmitExpired = 406;

    /// <summary>E_ATTACH_ACCESS_ERR: an attachment is gone.</summary>
    public const int AttachmentFault = 407;

    /// <summary>E_ETC: everything that no list knows.</summary>
    public const int Other = 408;

    /// <summary>E_TELCO_MSG_DENY: the recipient refuses it.</summary>
    public const int Refused = 503;

    /// <summary>E_PENDING: no result yet.</summary>
    public const int Pending = 900;

    /// <summary>Canceled on the sender's request.</summary>
    public const int Canceled = 901;

    private static readonly FrozenDictionary<int, ResultCode> ByCode = LoadCodes();

    private static readonly FrozenDictionary<(string Protocol, string Group, string Code), VendorCode> Conversions = LoadConversions();

    /// <summary>Every code of the gateway, by number.</summary>
    public static IReadOnlyList<ResultCode> All { get; } = [.. ByCode.Values.OrderBy(code => code.Code)];

    /// <summary>
    /// Codes that say that the sender number may not be used: it breaks the rules, is not registered, or its owner has
    /// it guarded; by the relay (306 to 309) or by the operator (515 to 518).
    /// </summary>
    public static IReadOnlyList<int> SenderFaults { get; } =
        [.. All.Select(code => code.Code).Where(code => (ByCode[code].BaseCode ?? code) is (>= 306 and <= 309) or (>= 515 and <= 518))];

    /// <summary>Every row of the conversion table.</summary>
    public static IReadOnlyList<VendorCode> VendorCodes { get; } =
        [.. Conversions.Values.OrderBy(row => row.Protocol, StringComparer.Ordinal).ThenBy(row => row.Group, StringComparer.Ordinal).ThenBy(row => row.Code, StringComparer.Ordinal)];

    /// <summary>The code with this number. Throws when there is none: numbers come from this class or from our own tables.</summary>
    public static ResultCode Get(int code) => ByCode[code];

    /// <summary>The code with this number, or null.</summary>
    public static ResultCode? Find(int code) => ByCode.GetValueOrDefault(code);

    /// <summary>The conversion row for a vendor's code, or null when no list has it.</summary>
    public static VendorCode? Find(string protocol, string group, string code) => Conversions.GetValueOrDefault((protocol, group, code));

    /// <summary>Converts a vendor's code. One that no list has becomes E_ETC, never pending; the raw code is kept.</summary>
    public static VendorResult Convert(string protocol, string group, string code) =>
        Find(protocol, group, code) is { } known ? new VendorResult(code, group, known.Result, known) : new VendorResult(code, group, Get(Other), null);

    private static FrozenDictionary<int, ResultCode> LoadCodes() => EmbeddedCsv.Read(typeof(ResultCatalogue), "canonical.csv")
        .Select(row => new ResultCode(
            Number(row["code"]),
            row["name"],
            Enum.Parse<Outcome>(row["outcome"], ignoreCase: true),
            row["description"],
            row["description_ko"],
            row["base_code"].Length == 0 ? null : Number(row["base_code"]),
            row["fallback"] == "yes"))
        .ToFrozenDictionary(code => code.Code);

    private static FrozenDictionary<(string, string, string), VendorCode> LoadConversions() => VendorProtocols.All
        .SelectMany(protocol => EmbeddedCsv.Read(protocol.GetType(), "result-codes.csv").Select(row => new VendorCode(
            protocol.Name,
            row["group"],
            row["code"],
            ByCode[Number(row["canonical"])],
            row["retryable"] == "yes",
            row["uncertain"] == "yes",
            row["meaning_ko"])))
        .ToFrozenDictionary(row => (row.Protocol, row.Group, row.Code));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

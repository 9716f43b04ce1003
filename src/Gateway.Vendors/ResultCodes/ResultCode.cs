namespace Gateway.Vendors.ResultCodes;

/// <summary>How a message ended, in one word.</summary>
public enum Outcome
{
    /// <summary>The vendor says that the recipient has it.</summary>
    Delivered = 0,

    /// <summary>It was not delivered.</summary>
    Failed = 1,

    /// <summary>No result, or no delivery, in time.</summary>
    Expired = 2,

    /// <summary>Withdrawn by the sender or deleted by an operator.</summary>
    Canceled = 3,

    /// <summary>Not an end: the result is still open.</summary>
    Pending = 4,
}

/// <summary>A code of the gateway's own list, into which all vendors' codes are converted.</summary>
/// <param name="Code">The number, stable for ever.</param>
/// <param name="Name">The field's usual name for it, such as E_OK.</param>
/// <param name="Outcome">What it means for the message.</param>
/// <param name="Description">In English.</param>
/// <param name="DescriptionKo">In Korean.</param>
/// <param name="BaseCode">For an extension: the nearest code of the original 67; else null.</param>
/// <param name="Fallback">True when another channel or vendor may deliver what failed with it: the fault lies neither with the recipient nor with the sender number or the content.</param>
public sealed record ResultCode(
    int Code,
    string Name,
    Outcome Outcome,
    string Description,
    string DescriptionKo,
    int? BaseCode,
    bool Fallback);

/// <summary>One row of the conversion table: a vendor's code and what it becomes.</summary>
/// <param name="Protocol">The name of the vendor's protocol.</param>
/// <param name="Group">The vendor's table of codes: the same number means different things in different groups.</param>
/// <param name="Code">The vendor's code as it stands in the row.</param>
/// <param name="Result">The gateway's code.</param>
/// <param name="Retryable">True when the same message may succeed later without anybody's action and was certainly not delivered.</param>
/// <param name="Uncertain">True when the vendor itself does not know whether the phone got it.</param>
/// <param name="DescriptionKo">The vendor's own words.</param>
public sealed record VendorCode(
    string Protocol,
    string Group,
    string Code,
    ResultCode Result,
    bool Retryable,
    bool Uncertain,
    string DescriptionKo);

/// <summary>The result of one message: the vendor's code as it came, and its meaning.</summary>
/// <param name="VendorCode">The raw code, kept even when nobody knows it.</param>
/// <param name="Group">The vendor's table of codes.</param>
/// <param name="Result">The gateway's code; E_ETC for a code that is in no list.</param>
/// <param name="Known">The conversion row; null for a code that is in no list.</param>
public sealed record VendorResult(string VendorCode, string Group, ResultCode Result, VendorCode? Known);

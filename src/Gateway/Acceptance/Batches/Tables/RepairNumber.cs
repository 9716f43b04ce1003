using System.Text.RegularExpressions;
using Gateway.Platform.Errors;
using Gateway.Platform.Numbers;

namespace Gateway.Acceptance.Batches.Tables;

/// <summary>
/// What programs that take phone numbers for amounts do to them: Excel takes the 0 away and may write thousands, others
/// add ".0".
/// </summary>
internal static partial class RepairNumber
{
    public const string ExcelNumber = "excel_number";

    private const string Remedy =
        "The spreadsheet wrote the number as an amount, and its last digits are gone. Give the column the format Text "
        + "(텍스트), enter the numbers again, or take them from where they came, and save the file again.";

    /// <summary>The number as it was, and whether it had to be repaired.</summary>
    public static (string Number, bool IsRepaired) Of(string given)
    {
        if (given is ['0', ..] && !given.EndsWith(".0", StringComparison.Ordinal))
        {
            return (given, false); // Nearly all.
        }

        var number = Unwrapped(given.Trim()).TrimStart('\'');
        var whole = ZeroFraction().Replace(Thousands().IsMatch(number) ? number.Replace(",", "") : number, "");
        return PhoneNumber.WithLostZero(whole) is not null ? ("0" + whole, true)
            : whole.Length < number.Length && PhoneNumber.Recipient(whole).IsRight ? (whole, true)
            : (number, false);
    }

    /// <summary><c>1.01235E+10</c>: nobody knows the number any more.</summary>
    public static Fault? Fault(string given) =>
        given.Contains('E', StringComparison.OrdinalIgnoreCase) && Scientific().IsMatch(given)
            ? new Fault("/to/phone", ExcelNumber, Remedy)
            : null;

    [GeneratedRegex(@"^\s*'?[0-9]+([.,][0-9]+)?\s*[eE]\+?[0-9]{1,3}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();

    /// <summary><c>="01012345678"</c>: exports write it so that Excel leaves the 0 where it is.</summary>
    private static string Unwrapped(string given) => given is ['=', '"', .. var number, '"'] ? number : given;

    /// <summary>An amount of eight digits or more.</summary>
    [GeneratedRegex(@"^[0-9]{1,3}(,[0-9]{3}){2,3}(\.0{1,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"(?<=^[0-9]{8,12})\.0{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex ZeroFraction();
}

using System.Globalization;
using PhoneNumbers;

namespace Gateway.Platform.Numbers;

/// <summary>A number of another country, as Google's libphonenumber knows it.</summary>
/// <param name="CountryCode">Its country code; empty when there is no such country.</param>
/// <param name="National">Its digits as its own country writes them; null when no such number can be.</param>
/// <param name="International">The same with + and its country code; null when no such number can be.</param>
/// <param name="Fault">What to tell of it where only Korean numbers are taken.</param>
internal sealed record ForeignNumber(string CountryCode, string? National, string? International, NumberFault Fault)
{
    /// <summary>Reads the digits behind a +. The library gets nothing of what people write around them.</summary>
    public static ForeignNumber Read(ReadOnlySpan<char> digits)
    {
        var library = PhoneNumberUtil.GetInstance();
        try
        {
            var number = library.Parse($"+{digits}", null);
            var region = library.GetRegionCodeForCountryCode(number.CountryCode);
            var isValid = library.IsValidNumber(number);
            var national = isValid ? library.Format(number, PhoneNumberFormat.NATIONAL) : null;
            return new ForeignNumber(
                number.CountryCode.ToString(CultureInfo.InvariantCulture),
                national is null ? null : PhoneNumberUtil.NormalizeDigitsOnly(national),
                isValid ? library.Format(number, PhoneNumberFormat.E164) : null,
                Elsewhere($"+{number.CountryCode}, {region}"));
        }
        catch (NumberParseException)
        {
            return new ForeignNumber("", null, null, NumberFault.Form);
        }
    }

    private static NumberFault Elsewhere(string country) => new(
        NumberFault.InvalidPhone,
        $"A number of another country ({country}). Messages go to Korean numbers, which start with +82 or 0.");
}

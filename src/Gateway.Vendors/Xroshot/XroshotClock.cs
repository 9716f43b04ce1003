using System.Globalization;

namespace Gateway.Vendors.Xroshot;

/// <summary>Times as the SDK tables hold them: 14 digits of Korean time.</summary>
internal sealed class XroshotClock(KoreaTime korea)
{
    private const string Form = "yyyyMMddHHmmss";

    public string Digits(DateTimeOffset time) => korea.ToWall(time).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>
    /// 12 digits, without seconds, stand in public samples and so in tables. What is no time at all is none.
    /// </summary>
    public DateTimeOffset? Read(string? digits) =>
        digits is { Length: 12 or 14 } && DateTime.TryParseExact(digits, Form[..digits.Length], CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            ? korea.FromWall(wall)
            : null;
}

using System.Globalization;

namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>
/// UMIDs of the simulated server: 17 digits of the time of acceptance, 12 hex digits of the CMID's MD5. So the time of
/// STATUS 1, for which there is no column, survives a restart; and with 29 characters RE_ + UMID still fits a CMID.
/// </summary>
internal static class BizppurioUmid
{
    /// <summary>The UMID of a row as SQL; the parameter <c>@stamp</c> is <see cref="Stamp"/>.</summary>
    public const string Sql = "CONCAT(CAST(@stamp AS CHAR(17)), LEFT(MD5(CMID), 12))";

    private const string Format = "yyyyMMddHHmmssfff";
    private const int Length = 29;

    public static string Stamp(DateTime time) => time.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>
    /// Not less than any UMID of that moment: z sorts behind all hex digits in every collation, signs do not.
    /// </summary>
    public static string Upto(DateTime time) => Stamp(time) + "z";

    public static DateTime Time(string umid) =>
        DateTime.ParseExact(umid[..Format.Length], Format, CultureInfo.InvariantCulture);

    /// <summary>A row whose CMID is a UMID is a fallback row.</summary>
    public static bool Is(string text) => text.Length == Length && text[..Format.Length].All(char.IsAsciiDigit);
}

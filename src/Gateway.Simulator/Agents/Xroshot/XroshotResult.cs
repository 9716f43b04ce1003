using System.Globalization;

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>RESULT and TCS_RESULT of one recipient; no TCS_RESULT is -1 here.</summary>
internal readonly record struct XroshotResult(int Result, int Tcs)
{
    public const int NoTcs = -1;

    public bool Delivered => Result is 2 or 8;

    /// <summary>Reads <c>203</c>, <c>6/203</c> or <c>21/</c>.</summary>
    public static XroshotResult Parse(string code)
    {
        var at = code.IndexOf('/', StringComparison.Ordinal);
        if (at < 0)
            return FromTcs(Number(code));
        return new XroshotResult(Number(code[..at]), at + 1 == code.Length ? NoTcs : Number(code[(at + 1)..]));
    }

    /// <summary>The older column's word for the same fact; 3 = "see TCS_RESULT".</summary>
    private static XroshotResult FromTcs(int tcs) => new(
        tcs switch
        {
            0 => 2,
            200 or 486 or 600 => 5,
            201 or 204 or 205 or 206 or 487 => 4,
            202 or 203 => 6,
            112 or 211 => 38,
            33 => 63,
            _ => 3,
        },
        tcs);

    private static int Number(string text) =>
        int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

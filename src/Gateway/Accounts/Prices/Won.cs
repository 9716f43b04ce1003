using System.Globalization;

namespace Gateway.Accounts.Prices;

/// <summary>Amounts of money: won without VAT.</summary>
internal static class Won
{
    private const decimal Most = 1_000_000;
    private const int MostDecimals = 4;

    public static string Expected { get; } = string.Create(
        CultureInfo.InvariantCulture, $"Won without VAT: 0 to {Most}, at most {MostDecimals} decimals.");

    /// <summary>A price that an account may have.</summary>
    public static bool IsPrice(decimal? price) =>
        price is not { } won || (won is >= 0 and <= Most && won == Math.Round(won, MostDecimals));

    /// <summary>8.4 and not 8.40, whatever was given or added up.</summary>
    public static decimal Plain(decimal won) =>
        decimal.Parse(won.ToString("G29", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Gateway.Platform.Numbers;

/// <summary>
/// Korea's numbering plan, as far as messages need it: which numbers are assigned, and how long they are. Sources:
/// 전기통신번호관리세칙 (과학기술정보통신부고시), and the metadata of libphonenumber for KR, against which a test holds this
/// table. What is not here is assigned to nobody: 020, 013–015, 034–039, 040, 045–049, 056–059, 065–069, 09X.
/// </summary>
internal static class NumberingPlan
{
    /// <summary>Digits of a nationwide number (대표번호), which has no 0 before it.</summary>
    public const int NationwideLength = 8;

    private static readonly string[] OldMobiles = ["011", "016", "017", "018", "019"];

    private static readonly string[] Areas =
    [
        "031", "032", "033", "041", "042", "043", "044", "051", "052", "053", "054", "055", "061", "062", "063", "064",
    ];

    /// <summary>Each band once.</summary>
    public static IReadOnlyList<NumberBand> Bands { get; } =
    [
        new("010", 11, 11, BandKind.Mobile),
        .. OldMobiles.Select(prefix => new NumberBand(prefix, 10, 11, BandKind.Mobile)),
        new("012", 11, 11, BandKind.Machine),
        new("02", 9, 10, BandKind.Area),
        .. Areas.Select(prefix => new NumberBand(prefix, 10, 11, BandKind.Area)),
        new("030", 10, 12, BandKind.Service), // 통합메시징, fax numbers too: 0303.
        new("050", 11, 12, BandKind.Service), // 개인번호, 안심번호.
        new("060", 10, 11, BandKind.Paid),
        new("070", 11, 11, BandKind.Service), // 인터넷전화.
        new("080", 10, 11, BandKind.Service), // 착신과금.
    ];

    private static readonly Dictionary<string, NumberBand>.AlternateLookup<ReadOnlySpan<char>> ByPrefix =
        Bands.ToDictionary(band => band.Prefix, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The band of a number that starts with 0; null when it is assigned to nobody.</summary>
    public static NumberBand? BandOf(ReadOnlySpan<char> digits) =>
        digits.Length > 3 && ByPrefix.TryGetValue(digits[1] == '2' ? digits[..2] : digits[..3], out var band)
        && !(band.Kind == BandKind.Area && digits[band.Prefix.Length] == '0')
            ? band
            : null;

    /// <summary>15XX, 16XX and 18XX with four digits more.</summary>
    public static bool IsNationwide(ReadOnlySpan<char> digits) =>
        digits.Length == NationwideLength && digits is ['1', '5' or '6' or '8', ..];

    /// <summary>An area, and then a nationwide number, as people write it who think that each number has one.</summary>
    public static bool HasAreaBeforeNationwide(ReadOnlySpan<char> digits) =>
        digits is ['0', ..]
        && BandOf(digits) is { Kind: BandKind.Area } area
        && IsNationwide(digits[area.Prefix.Length..]);

    /// <summary>특수번호: 112, 119, 1366.</summary>
    public static bool IsSpecial(ReadOnlySpan<char> digits) => digits.Length is 3 or 4 && digits[0] == '1';

    /// <summary>True for the digits of a number that somebody may have.</summary>
    public static bool IsAssigned(ReadOnlySpan<char> digits) => BandOf(digits)?.Fits(digits.Length) == true;

    /// <summary>True for the digits of a phone that gets messages.</summary>
    public static bool IsRecipient(ReadOnlySpan<char> digits) =>
        IsAssigned(digits) && BandOf(digits)?.Kind != BandKind.Paid && !HasAreaBeforeNationwide(digits);

    /// <summary>Why these digits are no number of a phone that gets messages. Call it for such only.</summary>
    public static NumberFault FaultOf(ReadOnlySpan<char> digits) => digits switch
    {
        [] or [_] or [_, _] => NumberFault.Form,
        ['0', '0', ..] => NumberFault.Carrier,
        ['0', '8', '2', ..] => NumberFault.CountryAsArea,
        ['0', ..] => BandOf(digits) is not { } band ? Unassigned(digits)
            : band.Kind == BandKind.Paid ? NumberFault.Paid
            : HasAreaBeforeNationwide(digits) ? NumberFault.Nationwide
            : WrongLength(band, digits.Length),
        _ when IsSpecial(digits) => NumberFault.Special,
        _ when IsNationwide(digits) => NumberFault.Nationwide,
        _ when IsRecipient($"0{digits}") => NumberFault.LostZero,
        _ => NumberFault.Form,
    };

    private static NumberFault WrongLength(NumberBand band, int length)
    {
        var right = band.Shortest == band.Longest ? $"{band.Longest}" : $"{band.Shortest} to {band.Longest}";
        return new NumberFault(NumberFault.InvalidPhone, string.Create(
            CultureInfo.InvariantCulture,
            $"A number that starts with {band.Prefix} has {right} digits; this one has {length}."));
    }

    /// <summary>Of a line, also the 0 that stands behind its area.</summary>
    private static NumberFault Unassigned(ReadOnlySpan<char> digits)
    {
        var head = digits is ['0', '3' or '4' or '5' or '6', not '0', '0', ..] ? 4 : 3;
        return new NumberFault(
            NumberFault.InvalidPhone,
            $"Korean numbers that start with {digits[..Math.Min(head, digits.Length)]} are assigned to nobody.");
    }
}

namespace Gateway.Platform.Numbers;

/// <summary>Why a text is no number that can be used, and what would mend it.</summary>
/// <param name="Code">
/// <c>invalid_phone</c>, <c>several_numbers</c>, or for senders <c>invalid_sender</c>.
/// </param>
/// <param name="Detail">In words, without the number itself: it is a person's.</param>
internal sealed record NumberFault(string Code, string Detail)
{
    public const string InvalidPhone = "invalid_phone";
    public const string SeveralNumbers = "several_numbers";
    public const string InvalidSender = "invalid_sender";

    /// <summary>What no other fault says better.</summary>
    public static NumberFault Form { get; } = new(
        InvalidPhone,
        "Not a Korean phone number: 9 to 12 digits that start with 0, or the same after +82. Example: 010-1234-1234.");

    public static NumberFault Several { get; } = new(
        SeveralNumbers,
        "More than one number stands here. Give each recipient its own entry, line or row.");

    public static NumberFault Extension { get; } = new(
        InvalidPhone,
        "An extension (내선) gets no messages. Take it out and give the number alone.");

    public static NumberFault Shortened { get; } = new(
        InvalidPhone,
        "A spreadsheet has shortened this number (1.01E+10). Make the column text and write the numbers again.");

    public static NumberFault LostZero { get; } = new(
        InvalidPhone,
        "The 0 at the beginning is missing; spreadsheets take it away. Write 010…, or +82 10….");

    public static NumberFault CountryAsArea { get; } = new(
        InvalidPhone,
        "082 is no area code: 82 is Korea itself. Write the number with its own 0, such as 02-1234-1234, or "
        + "+82 2 1234 1234.");

    public static NumberFault Special { get; } = new(
        InvalidPhone,
        "A special number (특수번호: 112, 119, 1366) gets no messages. Give the number of a phone.");

    public static NumberFault Nationwide { get; } = new(
        InvalidPhone,
        "A nationwide number (대표번호: 15XX, 16XX, 18XX) gets no messages. Give the number of a phone.");

    public static NumberFault Paid { get; } = new(
        InvalidPhone,
        "A number of a paid service (전화정보서비스: 060) gets no messages. Give the number of a phone.");

    public static NumberFault Carrier { get; } = new(
        InvalidPhone,
        "00 begins a call abroad. A Korean number starts with one 0, or with 0082 or +82.");

    public static NumberFault Abroad { get; } = new(
        InvalidPhone,
        "Not a number of the country of kakao.nationCode: 9 to 12 digits that start with 0, or the same with + and the "
        + "country code.");

    /// <summary>The same words about a sender.</summary>
    public NumberFault OfSender() => this with { Code = InvalidSender };
}

namespace Gateway.Platform.Numbers;

/// <summary>A rule for sender numbers.</summary>
/// <param name="Example">A number that it forbids.</param>
/// <param name="Forbids">True for digits that it forbids.</param>
/// <param name="Words">The rule, and the remedy.</param>
/// <param name="Source">Where it is written.</param>
internal sealed record SenderRule(string Example, Func<string, bool> Forbids, string Words, string Source);

/// <summary>
/// Which numbers may be shown as sender (발신번호). 전기통신사업법 제84조의2 forbids false ones and makes operators
/// block them: a message from a number that cannot exist never arrives (306 E_CALLBACK_RULE_ERR, 515). One table, in
/// the order in which the rules are asked; docs/guides/senders.md shows it.
/// </summary>
internal static class SenderRules
{
    private const string Plan = "전기통신번호관리세칙 (과학기술정보통신부고시)";
    private const string Display = "전기통신사업법 제84조의2; KISA 발신번호 표시 규칙";

    public static IReadOnlyList<SenderRule> All { get; } =
    [
        new(
            "082-2-1234-5678",
            static digits => digits is ['0', '8', '2', ..],
            NumberFault.CountryAsArea.Detail,
            Plan),
        new(
            "02-1588-1234",
            static digits => NumberingPlan.HasAreaBeforeNationwide(digits),
            "A nationwide number (15XX, 16XX, 18XX) has no area code before it: 1588-1234.",
            Display),
        new(
            "0504-123-4567",
            static digits => digits is ['0', '5', '0', ..],
            "A 050 number (안심번호, 개인번호) may not be a sender. Give the number of the phone behind it.",
            Display),
        new(
            "010-0123-4567",
            static digits => digits is ['0', '1', '0', '0' or '1', ..] and { Length: 11 },
            "No mobile number starts with 010-0 or 010-1 (국번 0000–1999).",
            Plan),
        new(
            "012-345-6789",
            static digits => digits is ['0', '1', '2' or '3' or '4' or '5', ..],
            "Numbers that start with 012 to 015 belong to machines and pagers and may not be a sender.",
            Plan),
        new(
            "020-1234-5678",
            static digits => digits is ['0', ..] && NumberingPlan.BandOf(digits) is null,
            "No number with these first digits is assigned to anybody.",
            Plan),
        new(
            "1999-1234",
            static digits =>
                digits is not ['0', ..] && !NumberingPlan.IsNationwide(digits) && !NumberingPlan.IsSpecial(digits),
            "Without a 0 before them there are only 15XX-XXXX, 16XX-XXXX, 18XX-XXXX, and special numbers of three or "
            + "four digits that start with 1.",
            Plan),
        new(
            "010-2345-678",
            static digits => digits is ['0', ..] && !NumberingPlan.IsAssigned(digits),
            "A digit too few or too many: 010 has 11 digits, 02 has 9 or 10, other areas have 10 or 11.",
            Plan),
    ];

    /// <summary>What is told of a special number that is not registered.</summary>
    public static NumberFault Unregistered { get; } = new(
        NumberFault.InvalidSender,
        "A special number of three or four digits is a sender only when it is registered for the account and the "
        + "operator has approved it (POST /v1/senders).");

    /// <summary>The first rule that forbids these digits; null: they may be shown.</summary>
    public static NumberFault? FaultOf(string digits)
    {
        if (digits.Length == 0)
        {
            return NumberFault.Form.OfSender();
        }

        foreach (var rule in All)
        {
            if (rule.Forbids(digits))
            {
                return new NumberFault(NumberFault.InvalidSender, $"{rule.Words} ({rule.Source})");
            }
        }

        return null;
    }
}

namespace Gateway.Simulator.Agents;

/// <summary>
/// Picks what happens to a message: by a rule for the last four digits of its number, else by weighted chance. The same
/// row always gets the same answer.
/// </summary>
public sealed class Outcomes
{
    // In no manual's list, and small enough for a SMALLINT and a CALL_STATUS of four characters.
    private const string UnknownCode = "8888";

    private readonly OutcomeOptions _options;
    private readonly IReadOnlyDictionary<string, OutcomeCodes> _codes;
    private readonly Dictionary<string, WeightedMix> _mixes;
    private readonly Chance _chance;

    public Outcomes(OutcomeOptions options, IReadOnlyDictionary<string, OutcomeCodes> codes, Random random)
    {
        _options = options;
        _codes = codes;
        _mixes = options.Mix.ToDictionary(
            pair => pair.Key, pair => new WeightedMix(pair.Value), StringComparer.OrdinalIgnoreCase);
        _chance = new Chance(random);
        if (_mixes.Keys.FirstOrDefault(kind => kind != "*" && !codes.ContainsKey(kind)) is { } unknown)
            throw new ArgumentException(
                $"'{unknown}' is not a kind of this agent; it knows {string.Join(", ", codes.Keys)}.");
    }

    internal Chance Chance => _chance;

    /// <param name="kind">sms, lms, mms, fax, voice, alimtalk or friendtalk.</param>
    /// <param name="phone">The recipient's number.</param>
    /// <param name="key">What names the row, the same at every look.</param>
    public Outcome For(string kind, string phone, string key)
    {
        var ending = phone.Length > 4 ? phone[^4..] : phone;
        if (_options.Endings.TryGetValue($"{kind}/{ending}", out var rule)
            || _options.Endings.TryGetValue(ending, out rule))
            return ByRule(rule, kind);
        var code = _mixes.TryGetValue(kind, out var mix) || _mixes.TryGetValue("*", out mix)
            ? mix.At(_chance.Of("code", key))
            : _codes[kind].Success;
        return new Outcome(code, ByChance(key));
    }

    private Outcome ByRule(string rule, string kind)
    {
        var code = _codes[kind].Success;
        var quirk = Quirk.None;
        foreach (var part in rule.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Equals("failed", StringComparison.OrdinalIgnoreCase))
                code = _codes[kind].Failure;
            else if (part.Equals("unknown", StringComparison.OrdinalIgnoreCase))
                code = UnknownCode;
            else if (!char.IsAsciiDigit(part[0]) && part[0] != '-' && Enum.TryParse<Quirk>(part, ignoreCase: true, out var named))
                quirk |= named;
            else
                code = part;
        }

        return new Outcome(code, quirk);
    }

    private Quirk ByChance(string key)
    {
        var quirk = Quirk.None;
        if (Happens(_options.DuplicateRate, "duplicate", key))
            quirk |= Quirk.Duplicate;
        if (Happens(_options.StuckRate, "stuck", key))
            return quirk | Quirk.Stuck;
        if (Happens(_options.LoseRate, "lose", key))
            return quirk | Quirk.Lost;
        if (Happens(_options.LateRate, "late", key))
            return quirk | Quirk.Late;
        return Happens(_options.BackdateRate, "backdate", key) ? quirk | Quirk.Backdated : quirk;
    }

    private bool Happens(double rate, string purpose, string key) => rate > 0 && _chance.Of(purpose, key) < rate;
}

/// <summary>The codes of one kind that need no mix.</summary>
/// <param name="Success">Delivered.</param>
/// <param name="Failure">The ordinary failure: no such number, or for Kakao no such user.</param>
public sealed record OutcomeCodes(string Success, string Failure);

namespace Gateway.Simulator.Agents;

/// <summary>How results are chosen: by the last four digits of the number first, else by chance.</summary>
public sealed record OutcomeOptions
{
    /// <summary>
    /// Weighted result codes by kind (sms, lms, mms, fax, voice, alimtalk, friendtalk; <c>*</c> = all), such as
    /// <c>0:90,7:5,6:5</c>. Default: none, every message succeeds.
    /// </summary>
    public IReadOnlyDictionary<string, string> Mix { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Last four digits (<c>9901</c>, or for one kind <c>alimtalk/9901</c>) → a code, quirks, or both joined by
    /// <c>+</c>: <c>7</c>, <c>lost</c>, <c>0+late</c>. Such a number knows no chance. Default: <see cref="WellKnown"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Endings { get; init; } = WellKnown;

    /// <summary>Share of reports that never come, 0 to 1. Default 0.</summary>
    public double LoseRate { get; init; }

    /// <summary>Share of reports that come late, 0 to 1. Default 0.</summary>
    public double LateRate { get; init; }

    /// <summary>Share of reports that come late with an old time, 0 to 1. Default 0.</summary>
    public double BackdateRate { get; init; }

    /// <summary>Share of rows that are logged twice, 0 to 1. Default 0.</summary>
    public double DuplicateRate { get; init; }

    /// <summary>Share of messages that stay where they are being sent, 0 to 1. Default 0.</summary>
    public double StuckRate { get; init; }

    /// <summary>By how much late and backdated reports come later. Default 1 hour.</summary>
    public TimeSpan LateBy { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The endings that every agent knows: 9901 lost, 9902 late, 9903 backdated, 9904 logged twice, 9905 stuck, 9906
    /// rejected, 9907 fails with the kind's ordinary failure, 9908 a code that no manual lists, alimtalk/9909 and
    /// friendtalk/9909 fail (a fallback succeeds).
    /// </summary>
    public static IReadOnlyDictionary<string, string> WellKnown { get; } = new Dictionary<string, string>
    {
        ["9901"] = "lost",
        ["9902"] = "late",
        ["9903"] = "backdated",
        ["9904"] = "duplicate",
        ["9905"] = "stuck",
        ["9906"] = "rejected",
        ["9907"] = "failed",
        ["9908"] = "unknown",
        ["alimtalk/9909"] = "failed",
        ["friendtalk/9909"] = "failed",
    };
}

namespace Gateway.Simulator.Agents;

/// <summary>What happens to one message.</summary>
/// <param name="Code">The vendor's result code.</param>
/// <param name="Quirk">What is odd about the report.</param>
public sealed record Outcome(string Code, Quirk Quirk);

/// <summary>The odd sides of a report.</summary>
[Flags]
public enum Quirk
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The report never comes.</summary>
    Lost = 1,

    /// <summary>The report comes later by <see cref="OutcomeOptions.LateBy"/>, with the time of its coming.</summary>
    Late = 2,

    /// <summary>As <see cref="Late"/>, but the row carries the time at which the report was due, as after an agent that was down.</summary>
    Backdated = 4,

    /// <summary>The row is written to the log twice.</summary>
    Duplicate = 8,

    /// <summary>The message stays where it is being sent: Bizppurio STATUS 7, KShot state 1, Xroshot SEND_STATUS 1.</summary>
    Stuck = 16,

    /// <summary>The vendor's server refuses the job: Xroshot SEND_STATUS -1.</summary>
    Rejected = 32,
}

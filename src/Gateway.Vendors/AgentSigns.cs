namespace Gateway.Vendors;

/// <summary>What can be seen of an agent in its tables, without asking it.</summary>
public sealed record AgentSigns
{
    /// <summary>
    /// Messages at the heads of the queue tables that the agent has not touched, oldest first within a table. Rows of
    /// other programs are left out.
    /// </summary>
    public required IReadOnlyList<Guid> Heads { get; init; }

    /// <summary>The beats of doubled agents; empty where the protocol or the install has none.</summary>
    public required IReadOnlyList<AgentBeat> Beats { get; init; }
}

/// <summary>The last sign of life that an agent wrote.</summary>
/// <param name="Agent">Its name in the watchdog table.</param>
/// <param name="OnDuty">True for an agent that sends now; false for one that stands by.</param>
/// <param name="Written">
/// The time as it stands in the row. Whose clock and zone it is nobody says, so it tells only one thing for certain:
/// when it changes, the agent lives.
/// </param>
public readonly record struct AgentBeat(string Agent, bool OnDuty, DateTime? Written);

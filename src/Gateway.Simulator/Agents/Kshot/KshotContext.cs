namespace Gateway.Simulator.Agents.Kshot;

/// <summary>What all parts of the agent share.</summary>
internal sealed record KshotContext(
    KshotAgentOptions Options,
    KshotTables Tables,
    TimeProvider Time,
    Outcomes Outcomes,
    AgentJournal? Journal)
{
    public Outcome OutcomeOf(KshotRow row) => Outcomes.For(KshotKind.Name(row.Kind), row.Phone, row.Key);
}

/// <summary>What the agent must know of a row to go on with it.</summary>
internal sealed record KshotRow(long Id, int Kind, string Phone, DateTime Since)
{
    public string Key { get; } = Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>What all parts of the module share.</summary>
internal sealed record BizppurioContext(
    BizppurioAgentOptions Options,
    TimeProvider Time,
    Outcomes Outcomes,
    BizppurioSpool Spool,
    AgentJournal? Journal)
{
    public string Message { get; } = Identifier.Check(Options.MessageTable);

    public string Log { get; } = Identifier.Check(Options.LogTable);

    public Outcome OutcomeOf(BizppurioRow row) => Outcomes.For(BizppurioKind.Name(row), row.Phone, row.Cmid);
}

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>What all parts of the agent share for one kind.</summary>
internal sealed record XroshotContext(
    XroshotAgentOptions Options,
    XroshotKind Kind,
    XroshotTables Tables,
    TimeProvider Time,
    Outcomes Outcomes,
    AgentJournal? Journal)
{
    public string Now => KoreaTime.Digits(KoreaTime.Now(Time));

    public string Before(TimeSpan delay) => KoreaTime.Digits(KoreaTime.Before(Time, delay));

    public Outcome OutcomeOf(long job, int recipient, string phone) =>
        Outcomes.For(
            Kind.Outcome,
            phone,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind.Code}{job}.{recipient}"));

    public void Tell<T>(string what, IReadOnlyCollection<T> keys) =>
        Journal?.Batch($"xroshot {Kind.Code} {what}", keys);
}

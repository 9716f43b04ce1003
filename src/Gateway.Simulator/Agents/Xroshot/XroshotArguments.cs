namespace Gateway.Simulator.Agents.Xroshot;

internal static class XroshotArguments
{
    public static XroshotAgentOptions Read(AgentArguments arguments)
    {
        var manual = new XroshotAgentOptions();
        return manual with
        {
            Suffix = arguments.Text("suffix", manual.Suffix),
            Reports = arguments.Choice("reports", manual.Reports),
            Month = arguments.Choice("month", manual.Month),
            Tps = arguments.Number("tps", manual.Tps),
            BatchSize = Math.Max(1, arguments.Number("batch", manual.BatchSize)),
            AcceptDelay = arguments.Duration("accept-delay", manual.AcceptDelay),
            InterimDelay = arguments.Duration("interim-delay", manual.InterimDelay),
            ResultDelay = arguments.Duration("result-delay", manual.ResultDelay),
            OldAgent = arguments.Flag("old-agent"),
            RejectRate = arguments.Share("reject"),
            Outcomes = arguments.Outcomes(),
        };
    }
}

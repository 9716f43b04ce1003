namespace Gateway.Simulator.Agents.Bizppurio;

internal static class BizppurioArguments
{
    public static BizppurioAgentOptions Read(AgentArguments arguments)
    {
        var manual = new BizppurioAgentOptions();
        return manual with
        {
            MessageTable = arguments.Text("message-table", manual.MessageTable),
            LogTable = arguments.Text("log-table", manual.LogTable),
            Tps = arguments.Number("tps", manual.Tps),
            BatchSize = Math.Max(1, arguments.Number("batch", manual.BatchSize)),
            AcceptDelay = arguments.Duration("accept-delay", manual.AcceptDelay),
            ResultDelay = arguments.Duration("result-delay", manual.ResultDelay),
            Log = arguments.Choice("log", manual.Log),
            LogPeriod = arguments.Choice("log-period", manual.LogPeriod),
            MoveInterval = arguments.Duration("move-interval", manual.MoveInterval),
            MoveCount = arguments.Number("move-count", manual.MoveCount),
            SpoolDirectory = arguments.All("spool") is [.., var directory] ? directory : null,
            DeleteFiles = !arguments.Flag("keep-files"),
            Outcomes = arguments.Outcomes(),
        };
    }
}

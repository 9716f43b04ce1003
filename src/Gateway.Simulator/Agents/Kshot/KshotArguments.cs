namespace Gateway.Simulator.Agents.Kshot;

internal static class KshotArguments
{
    public static KshotAgentOptions Read(AgentArguments arguments)
    {
        var manual = new KshotAgentOptions();
        return manual with
        {
            QueueTable = arguments.Text("queue-table", manual.QueueTable),
            ResultTable = arguments.Text("result-table", manual.ResultTable),
            LogTable = arguments.Text("log-table", manual.LogTable),
            WatchdogTable = arguments.Text("watchdog-table", manual.WatchdogTable),
            Tps = arguments.Number("tps", manual.Tps),
            BatchSize = Math.Max(1, arguments.Number("batch", manual.BatchSize)),
            AcceptDelay = arguments.Duration("accept-delay", manual.AcceptDelay),
            ResultDelay = arguments.Duration("result-delay", manual.ResultDelay),
            MigrateInterval = arguments.Duration("migrate-interval", manual.MigrateInterval),
            Log = arguments.Choice("log", manual.Log),
            LogPeriod = arguments.Choice("log-period", manual.LogPeriod),
            ExpireHours = arguments.Number("expire-hours", manual.ExpireHours),
            EtcColumns = arguments.Number("etc-columns", manual.EtcColumns),
            Watchdog = arguments.Flag("watchdog"),
            Standby = arguments.Flag("standby"),
            Outcomes = arguments.Outcomes(),
        };
    }
}

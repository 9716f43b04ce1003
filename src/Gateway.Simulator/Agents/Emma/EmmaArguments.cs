namespace Gateway.Simulator.Agents.Emma;

internal static class EmmaArguments
{
    public static EmmaAgentOptions Read(AgentArguments arguments)
    {
        var usual = new EmmaAgentOptions();
        return usual with
        {
            SmsTable = arguments.Text("sms-table", usual.SmsTable),
            MmsTable = arguments.Text("mms-table", usual.MmsTable),
            FileTable = arguments.Text("file-table", usual.FileTable),
            AtaTable = arguments.Text("ata-table", usual.AtaTable),
            SmsLog = arguments.Text("sms-log", usual.SmsLog),
            MmsLog = arguments.Text("mms-log", usual.MmsLog),
            AtaLog = arguments.Text("ata-log", usual.AtaLog),
            Tps = arguments.Number("tps", usual.Tps),
            BatchSize = Math.Max(1, arguments.Number("batch", usual.BatchSize)),
            ResultDelay = arguments.Duration("result-delay", usual.ResultDelay),
            Ttl = arguments.Duration("ttl", usual.Ttl),
            Results = arguments.All("results").Count > 0 ? arguments.Choice("results", EmmaResults.Log) : null,
            MoveInterval = arguments.Duration("move-interval", usual.MoveInterval),
            KeepsStatus = arguments.Flag("watchdog"),
            Outcomes = arguments.Outcomes(),
        };
    }
}

namespace Gateway.Simulator.Agents.Lguplus;

internal static class LguplusArguments
{
    public static LguplusAgentOptions Read(AgentArguments arguments)
    {
        var usual = new LguplusAgentOptions();
        return usual with
        {
            SmsTable = arguments.Text("sms-table", usual.SmsTable),
            MmsTable = arguments.Text("mms-table", usual.MmsTable),
            SmsLog = arguments.Text("sms-log", usual.SmsLog),
            MmsLog = arguments.Text("mms-log", usual.MmsLog),
            Tps = arguments.Number("tps", usual.Tps),
            BatchSize = Math.Max(1, arguments.Number("batch", usual.BatchSize)),
            ResultDelay = arguments.Duration("result-delay", usual.ResultDelay),
            MoveInterval = arguments.Duration("move-interval", usual.MoveInterval),
            KeepsQueue = arguments.Flag("no-log"),
            Month = arguments.Choice("month", usual.Month),
            SubmitTimeout = arguments.Duration("submit-timeout", usual.SubmitTimeout),
            DuplicateCheck = arguments.Duration("duplicate-check", usual.DuplicateCheck),
            Hours = (arguments.Number("start-hour", usual.Hours.From), arguments.Number("end-hour", usual.Hours.To)),
            Outcomes = arguments.Outcomes(),
        };
    }
}

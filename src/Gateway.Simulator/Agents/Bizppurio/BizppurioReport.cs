namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>The report of one row, and what it writes.</summary>
internal sealed class BizppurioReport(BizppurioRow row, string code, DateTime time, BizppurioContext context)
{
    private static readonly string[] Telcos = ["SKT", "KTF", "LGT"];

    public BizppurioRow Row => row;

    public string Code => code;

    public bool FallsBack { get; } = row.FallsBack && code != "7000";

    /// <summary>
    /// G in the older manual, S in the newer one: the server falls back, the row itself is final at once.
    /// </summary>
    public bool ByServer =>
        (row.RePart.Length == 0 ? context.Options.DefaultRePart : row.RePart).ToUpperInvariant() is "G" or "S";

    /// <summary>Rows with equal values share one statement.</summary>
    public (int Status, string Code, DateTime Time, string? Telco, int Pages, int Seconds, int Answer) Columns =>
        (FallsBack && !ByServer ? 11 : 2, code, new DateTime(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond), Telco, Pages, Seconds, Answer);

    private string? Telco => row.Type switch
    {
        BizppurioKind.Sms or BizppurioKind.Mms => Telcos[context.Outcomes.Chance.Below(3, "telco", row.Phone)],
        BizppurioKind.Alimtalk or BizppurioKind.Friendtalk => "KKO",
        _ => null,
    };

    private int Pages => code == "3200" ? 1 + context.Outcomes.Chance.Below(3, "pages", row.Cmid) : 0;

    private int Seconds =>
        code is "1200" or "1201" or "1202" or "2201" or "2202"
            ? 10 * (1 + context.Outcomes.Chance.Below(3, "seconds", row.Cmid))
            : 0;

    private int Answer => code is "1202" or "2202" ? 1 + context.Outcomes.Chance.Below(9, "answer", row.Cmid) : 0;
}

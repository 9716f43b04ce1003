namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>What the agent fails by itself: hours, equal texts, old rows, files.</summary>
internal sealed class LguplusRefusals(LguplusContext context, LguplusFamily family)
{
    private readonly LguplusAgentOptions _options = context.Options;
    private readonly Dictionary<(string Phone, string Text), DateTime> _last = [];

    /// <summary>The code, or an empty text when the row is sent.</summary>
    public string Of(LguplusRow row)
    {
        var now = KoreaTime.Exact(context.Time);
        if (now.Hour < _options.Hours.From || now.Hour >= _options.Hours.To)
            return family.IsLong ? "9001" : "91";
        if (family.IsLong && row.Due < now - _options.SubmitTimeout)
            return "9011";
        if (row.Files != row.Named)
            return "9007";
        return IsRepeated(row, now) ? (family.IsLong ? "9009" : "99") : "";
    }

    private bool IsRepeated(LguplusRow row, DateTime now)
    {
        if (_options.DuplicateCheck == TimeSpan.Zero)
            return false;
        var key = (row.Phone, row.Text);
        var repeated = _last.TryGetValue(key, out var last) && now - last < _options.DuplicateCheck;
        _last[key] = now;
        return repeated;
    }
}

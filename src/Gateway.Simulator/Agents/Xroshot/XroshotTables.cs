using System.Text.RegularExpressions;

namespace Gateway.Simulator.Agents.Xroshot;

/// <summary>The tables of one kind: SEND, and REPORT with its DETAIL, fixed or one pair per month.</summary>
internal sealed class XroshotTables(XroshotAgentOptions options, XroshotKind kind)
{
    private readonly string _suffix = options.Suffix.Length == 0 ? "" : "_" + Identifier.Check(options.Suffix);
    private readonly Dictionary<string, List<string>> _columns = [];
    private readonly SortedSet<string> _months = [];
    private bool _discovered;

    public XroshotKind Kind => kind;

    public string Send => $"SDK_{kind.Code}_SEND{_suffix}";

    public string Report(string month) => $"SDK_{kind.Code}_REPORT{Part(month)}{_suffix}";

    public string Detail(string month) => $"SDK_{kind.Code}_REPORT_DETAIL{Part(month)}{_suffix}";

    public Task CreateAsync(Session session, string month, CancellationToken cancellationToken)
    {
        var reserved = Enumerable.Range(1, options.ReservedColumns).Select(
            i => $"  RESERVED{i} VARCHAR({(kind.Code == "SMS" && i == 1 ? 64 : 50)}) NULL,");
        return TableTexts.CreateAsync(
            session,
            $"Xroshot.{kind.Code.ToLowerInvariant()}",
            [("send", Send), ("report", Report(month)), ("detail", Detail(month)), ("reserved", string.Join('\n', reserved))],
            cancellationToken);
    }

    /// <summary>The months whose tables are there; one empty month when the tables are fixed.</summary>
    public async Task<IReadOnlyCollection<string>> MonthsAsync(Session session, CancellationToken cancellationToken)
    {
        if (options.Reports == XroshotReports.Fixed)
            return [""];
        if (!_discovered)
        {
            var name = new Regex(
                $"^SDK_{kind.Code}_REPORT_DETAIL_([0-9]{{4}}){_suffix}$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            foreach (var match in (await session.TablesAsync($"SDK_{kind.Code}_REPORT_DETAIL_", cancellationToken)).Select(table => name.Match(table)))
            {
                if (match.Success)
                    _months.Add(match.Groups[1].Value);
            }

            _discovered = true;
        }

        return [.. _months];
    }

    /// <summary>Makes sure that the month's tables are there: they are created with their first row.</summary>
    public async Task NeedAsync(Session session, string month, CancellationToken cancellationToken)
    {
        if (options.Reports == XroshotReports.Fixed || !_months.Add(month))
            return;
        await CreateAsync(session, month, cancellationToken);
    }

    /// <summary>
    /// The columns that are really there: installs differ in RESERVED, KISA_ORIG_CODE, SEND_SPID and others.
    /// </summary>
    public async Task<List<string>> ColumnsAsync(Session session, string table, CancellationToken cancellationToken)
    {
        if (_columns.TryGetValue(table, out var known))
            return known;
        var columns = await session.ColumnsAsync(table, cancellationToken);
        return columns.Count == 0 ? columns : _columns[table] = columns;
    }

    private static string Part(string month) => month.Length == 0 ? "" : "_" + month;
}

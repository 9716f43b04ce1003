using System.Globalization;
using Gateway.Accounts;
using Gateway.Insight.Console.Pages.Parts;
using Gateway.Insight.Statistics;
using Gateway.Platform.Bodies;
using Gateway.Vendors;
using Gateway.Vendors.ResultCodes;
using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages.Numbers;

/// <summary>Counts over time, split by what is chosen. What is chosen stands in the address.</summary>
public partial class StatisticsPage
{
    /// <summary>More parts than colours become one.</summary>
    private const int MostSeries = 7;

    private const int DaysOfHours = 1;
    private const int DaysOfDays = 14;
    private const int DaysOfMonths = 365;
    private const string Others = "…";

    private IReadOnlyDictionary<Guid, string> _accounts = new Dictionary<Guid, string>();
    private IReadOnlyList<StackPlot.Column> _columns = [];
    private IReadOnlyList<(string Key, string Name)> _series = [];
    private IReadOnlyList<string> _classes = [];
    private IReadOnlyList<string> _labels = [];
    private IReadOnlyList<Row>? _rows;
    private string? _fault;
    private string? _interval;
    private string? _by;
    private string? _from;
    private string? _to;
    private DateTime _first;
    private DateTime _last;

    [SupplyParameterFromQuery(Name = "interval")]
    public string? Interval { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    private bool IsFiltered => new[] { Interval, By, From, To }.Any(static filter => filter is not null);

    private long All => _rows?.Sum(static row => row.Sums.All) ?? 0;

    /// <summary>A status or a code is of one kind; others are of several.</summary>
    private bool HasParts => _by is not "status" and not "code";

    private string PlotTitle => Of($"접수 {Number(All)}건의 추이", $"{Number(All)} messages over time");

    /// <summary>As it was asked, whatever stands in the fields since. The last day counts whole.</summary>
    private string Query { get; set; } = "";

    private IReadOnlyList<(string Value, string Text)> Intervals =>
        [("hour", Of("시간", "Hour")), ("day", Of("일", "Day")), ("month", Of("월", "Month"))];

    private IEnumerable<(string Value, string Text)> Groups =>
    [
        ("status", Of("상태", "Status")),
        ("channel", Of("채널", "Channel")),
        ("vendor", Of("벤더", "Vendor")),
        ("code", Of("결과 코드", "Result code")),
        .. IsOperator ? new[] { ("account", Of("계정", "Account")) } : [],
    ];

    protected override async Task OnParametersSetAsync()
    {
        if (!May(Scope.ReadMessages))
        {
            return;
        }

        Take();
        var counted = Api.GetAsync("/v1/stats?" + Query, StatisticsJson.Readable.StatisticsView, Gone);
        if (_by == "account" && IsOperator)
        {
            var accounts = await Api.GetAsync("/v1/accounts?limit=200", AccountJson.Strict.AccountList, Gone);
            _accounts = accounts.Value?.Items.ToDictionary(static one => one.Id, static one => one.Name) ?? _accounts;
        }

        var answer = await counted;
        _fault = answer.Problem?.Errors is [var first, ..] ? first.Detail : Refusal(answer.Problem);
        _rows = null;
        if (answer.Value is { } view)
        {
            Show(view.Items);
        }
    }

    /// <summary>What the address says, or what is usual.</summary>
    private void Take()
    {
        var today = TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).Date;
        _interval = Interval is "hour" or "month" ? Interval : "day";
        _by = Groups.Any(group => group.Value == By) ? By : "status";
        var days = _interval switch { "hour" => DaysOfHours, "month" => DaysOfMonths, _ => DaysOfDays };
        _last = DayOf(To) ?? today;
        _first = DayOf(From) ?? _last.AddDays(1 - days);
        (_from, _to) = (Written(_first), Written(_last));
        var groups = _by == "status" ? "status" : _by + ",status";
        var (from, to) = (At(InZone(_first)), At(InZone(_last.AddDays(1))));
        Query = $"interval={_interval}&groupBy={groups}&from={from}&to={to}";
    }

    private Dictionary<string, object?> Filters() => new()
    {
        ["interval"] = _interval,
        ["by"] = _by,
        ["from"] = string.IsNullOrEmpty(_from) ? null : _from,
        ["to"] = string.IsNullOrEmpty(_to) ? null : _to,
    };

    private void Show(IReadOnlyList<StatisticsItem> items)
    {
        var groups = items.GroupBy(KeyOf).Select(same => new Row(same.Key, NameOf(same.Key), Sums.Of(same)))
            .OrderByDescending(static row => row.Sums.All).ToList();
        _rows = groups;
        var named = groups.Take(groups.Count > MostSeries + 1 ? MostSeries : groups.Count).ToList();
        _series = [.. named.Select(static row => (row.Key, row.Name))];
        if (named.Count < groups.Count)
        {
            _series = [.. _series, (Others, Of("그 밖", "Others"))];
        }

        _classes = [.. _series.Select(static (series, index) => Colour(series.Key, index))];
        var starts = Starts().ToList();
        var counts = items.ToLookup(static item => item.Start.ToUniversalTime());
        _columns = [.. starts.Select(start => ColumnAt(start, counts[start.ToUniversalTime()].ToList()))];
        _labels = starts.Count == 0 ? [] : [.. Edges(starts).Select(Labelled)];
    }

    private StackPlot.Column ColumnAt(DateTimeOffset start, List<StatisticsItem> items)
    {
        var keys = _series.Select(static series => series.Key).ToHashSet();
        var counts = items.GroupBy(item => keys.Contains(KeyOf(item)) ? KeyOf(item) : Others)
            .ToDictionary(static same => same.Key, static same => same.Sum(static item => item.Count));
        var values = _series.Select(series => counts.GetValueOrDefault(series.Key)).ToList();
        var parts = _series.Zip(values).Where(static part => part.Second > 0)
            .Select(part => $"{part.First.Name} {Number(part.Second)}");
        return new StackPlot.Column($"{Labelled(start)}: {string.Join(", ", parts.DefaultIfEmpty("0"))}", values);
    }

    private IEnumerable<DateTimeOffset> Starts()
    {
        var local = _interval == "month" ? _first.AddDays(1 - _first.Day) : _first;
        for (var end = _last.AddDays(1); local < end;)
        {
            yield return InZone(local);
            local = _interval switch
            {
                "hour" => local.AddHours(1),
                "month" => local.AddMonths(1),
                _ => local.AddDays(1),
            };
        }
    }

    private static IEnumerable<DateTimeOffset> Edges(List<DateTimeOffset> starts)
    {
        const int Most = 5;
        return starts.Count <= Most
            ? starts
            : Enumerable.Range(0, Most).Select(mark => starts[mark * (starts.Count - 1) / (Most - 1)]);
    }

    private string Labelled(DateTimeOffset start)
    {
        var form = _interval switch
        {
            "hour" => _first == _last ? "HH:mm" : "MM-dd HH:mm",
            "month" => "yyyy-MM",
            _ => "MM-dd",
        };
        return TimeZoneInfo.ConvertTime(start, Zone).ToString(form, CultureInfo.InvariantCulture);
    }

    private string KeyOf(StatisticsItem item) => _by switch
    {
        "channel" => item.Channel is { } channel ? channel.Word() : "",
        "vendor" => item.Vendor ?? "",
        "code" => item.Code?.ToString(CultureInfo.InvariantCulture) ?? "",
        "account" => item.AccountId?.ToString() ?? "",
        _ => item.Status ?? "",
    };

    private string NameOf(string key) => _by switch
    {
        "channel" => ClosedSet.Of<Channel>().Find(key) is { } channel ? Visit.Look.Of(channel) : key,
        "code" => key.Length == 0 ? Of("결과 없음 (진행 중)", "No result yet") : CodeName(key),
        "account" => Guid.TryParse(key, out var id) && _accounts.TryGetValue(id, out var name) ? name : key,
        "status" => key switch
        {
            "pending" => Of("진행 중", "In progress"),
            "delivered" => Of("수신 완료", "Delivered"),
            "failed" => Of("실패", "Failed"),
            "expired" => Of("시간 초과", "Expired"),
            "canceled" => Of("취소", "Canceled"),
            _ => key,
        },
        _ => key,
    };

    private string CodeName(string key) =>
        int.TryParse(key, CultureInfo.InvariantCulture, out var code) && ResultCatalogue.Find(code) is { } known
            ? $"{key} {Of(known.DescriptionKo, known.Description)}"
            : key;

    private static string Colour(string key, int index) => key switch
    {
        "delivered" => "c1",
        "failed" => "c2",
        "expired" => "c3",
        "pending" => "c0",
        "canceled" or Others => "c7",
        _ => string.Create(CultureInfo.InvariantCulture, $"c{index % 8}"),
    };

    /// <summary>One group of the table.</summary>
    private sealed record Row(string Key, string Name, Sums Sums);
}

using System.Globalization;
using System.Text.Json;
using Gateway.Insight.Console.Calls;
using Gateway.Insight.Console.Pages.Parts;
using Gateway.Insight.Jobs;
using Gateway.Insight.Live;
using Gateway.Insight.Statistics;
using Gateway.Insight.Vendors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Gateway.Webhooks;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Gateway.Insight.Console.Pages;

/// <summary>The overview: what is wrong, today's figures, the last hour, success, and the vendors.</summary>
public partial class OverviewPage
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    /// <summary>What somebody at three in the night would call slow.</summary>
    private const int SlowSeconds = 300;

    private const int SecondsOfMean = 10;
    private const int FewEnded = 20;
    private const int BadPercent = 80;
    private const int Minutes = 60;

    /// <summary>The colours of a minute's parts, from below.</summary>
    private static readonly string[] PlotClasses = ["delivered", "queued", "failed"];

    private IReadOnlyList<Trouble> _troubles = [];
    private IReadOnlyList<VendorView> _vendors = [];
    private IReadOnlyList<LiveLane> _lanes = [];
    private IReadOnlyList<Group> _groups = [];
    private IReadOnlyList<StackPlot.Column> _plot = [];
    private IReadOnlyList<string> _labels = [];
    private IReadOnlyList<WebhookView> _webhooks = [];
    private IReadOnlyList<JobView> _jobs = [];
    private readonly Queue<LiveSecond> _seconds = [];
    private Sums _today = new(0, 0, 0, 0);
    private Sums _yesterday = new(0, 0, 0, 0);
    private string? _fault;
    private bool _isLive;
    private bool _isTurning;

    private string PlotTitle => Of(
        $"최근 한 시간에 {Number(_plot.Sum(static minute => minute.Values.Sum()))}건 접수",
        $"{Number(_plot.Sum(static minute => minute.Values.Sum()))} messages accepted in the last hour");

    private DateTimeOffset Midnight
    {
        get
        {
            var now = TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone);
            return new DateTimeOffset(now.Date, now.Offset);
        }
    }

    private string Day => Uri.EscapeDataString(Midnight.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    protected override async Task OnInitializedAsync()
    {
        if (!May(Accounts.Scope.ReadMessages))
        {
            return;
        }

        var vendors = Api.GetAsync("/v1/vendors", VendorJson.Readable.VendorList, Gone);
        await RefreshAsync();
        _vendors = (await vendors).Value?.Items ?? [];
        _troubles = [.. FindTroubles()];
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && May(Accounts.Scope.ReadMessages))
        {
            Begin(KeepFreshAsync);
            Begin(LookOnAsync);
        }
    }

    private async Task KeepFreshAsync()
    {
        using var timer = new PeriodicTimer(RefreshEvery, Clock);
        while (await timer.WaitForNextTickAsync(Gone))
        {
            await RefreshAsync();
            StateHasChanged();
        }
    }

    /// <summary>The stream ends when the gateway stops or its patience does; it is opened again.</summary>
    private async Task LookOnAsync()
    {
        while (!Gone.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in Api.StreamAsync("/v1/live", Gone))
                {
                    Take(item.EventType, item.Data);
                }
            }
            catch (IOException)
            {
                // Broken off: begun anew below.
            }

            _isLive = false;
            StateHasChanged();
            await Task.Delay(RefreshEvery, Clock, Gone);
        }
    }

    private void Take(string type, byte[] data)
    {
        if (type != "second" || JsonSerializer.Deserialize(data, LiveJson.Readable.LiveTick) is not { } tick)
        {
            return;
        }

        (_isLive, _vendors, _lanes) = (true, tick.Vendors, tick.Lanes);
        _seconds.Enqueue(tick.Counts);
        while (_seconds.Count > SecondsOfMean)
        {
            _seconds.Dequeue();
        }

        _troubles = [.. FindTroubles()];
        StateHasChanged();
    }

    private async Task RefreshAsync()
    {
        var now = Clock.GetUtcNow();
        var days = StatsAsync("hour", Midnight.AddDays(-1), now, "status");
        var groups = StatsAsync("day", Midnight, now, "channel,vendor,status");
        var minutes = StatsAsync("minute", now.AddMinutes(1 - Minutes), now, "status");
        var webhooks = May(Accounts.Scope.Webhooks)
            ? Api.GetAsync("/v1/webhooks?limit=200", WebhookJson.Strict.WebhookList, Gone)
            : null;
        var jobs = IsOperator ? Api.GetAsync("/v1/jobs", JobJson.Readable.JobList, Gone) : null;
        ShowDays(await days, now);
        ShowGroups(await groups);
        ShowMinutes(await minutes, now);
        _webhooks = webhooks is null ? [] : (await webhooks).Value?.Items ?? [];
        _jobs = jobs is null ? [] : (await jobs).Value?.Items ?? [];
        _troubles = [.. FindTroubles()];
    }

    private async Task<IReadOnlyList<StatisticsItem>> StatsAsync(
        string interval, DateTimeOffset from, DateTimeOffset to, string groupBy)
    {
        // The end is not included, and cut to a whole hour or minute.
        var end = interval == "minute" ? to.AddMinutes(1) : to.AddHours(1);
        var path = $"/v1/stats?interval={interval}&groupBy={groupBy}&from={At(from)}&to={At(end)}";
        var answer = await Api.GetAsync(path, StatisticsJson.Readable.StatisticsView, Gone);
        _fault = Refusal(answer.Problem);
        return answer.Value?.Items ?? [];
    }

    private void ShowDays(IReadOnlyList<StatisticsItem> hours, DateTimeOffset now)
    {
        _today = Sums.Of(hours.Where(hour => hour.Start >= Midnight));

        // As far as the same hour: a whole day would always be more.
        _yesterday = Sums.Of(hours.Where(hour => hour.Start < Midnight && hour.Start <= now.AddDays(-1)));
    }

    private void ShowGroups(IReadOnlyList<StatisticsItem> items) => _groups =
    [
        .. items.GroupBy(static item => (item.Channel, item.Vendor))
            .Select(static same => (same.Key, Sums: Sums.Of(same)))
            .Select(static group => new Group(
                group.Key.Channel ?? Channel.Sms,
                group.Key.Vendor ?? "",
                group.Sums.Accepted,
                group.Sums.Delivered,
                group.Sums.Delivered + group.Sums.Failed))
            .OrderByDescending(static group => group.All),
    ];

    private void ShowMinutes(IReadOnlyList<StatisticsItem> items, DateTimeOffset now)
    {
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero)
            .AddMinutes(1 - Minutes);
        var counted = items.ToLookup(static item => item.Start.ToUniversalTime());
        _plot = [.. Enumerable.Range(0, Minutes).Select(minute => MinuteAt(first.AddMinutes(minute)))];
        _labels = [.. Enumerable.Range(0, 4).Select(quarter => Clocked(first.AddMinutes(quarter * 15))), Clocked(now)];

        StackPlot.Column MinuteAt(DateTimeOffset at)
        {
            var sums = Sums.Of(counted[at]);
            var words = Of(
                $"{Clocked(at)} 접수 {Number(sums.Accepted)}, 완료 {Number(sums.Delivered)}, 실패 {Number(sums.Failed)}",
                $"{Clocked(at)}: {Number(sums.Accepted)} accepted, {Number(sums.Delivered)} delivered, "
                    + $"{Number(sums.Failed)} failed");
            return new StackPlot.Column(words, [sums.Delivered, sums.Pending, sums.Failed]);
        }

        string Clocked(DateTimeOffset at) =>
            TimeZoneInfo.ConvertTime(at, Local).ToString("HH:mm", CultureInfo.InvariantCulture);
    }

    private IEnumerable<Trouble> FindTroubles() =>
        _vendors.SelectMany(TroublesOf)
            .Concat(_webhooks.SelectMany(TroublesOf))
            .Concat(_jobs.Where(static job => job.Status == JobStatus.Failing).Select(TroubleOf))
            .Concat(_groups.SelectMany(TroublesOf))
            .OrderByDescending(static trouble => trouble.Grave);

    private IEnumerable<Trouble> TroublesOf(VendorView vendor)
    {
        var why = vendor.Reason is { } reason ? $"({reason}) " : "";
        if (vendor.Status == VendorStatus.Down)
        {
            yield return new Trouble(
                true,
                Of($"벤더 {vendor.Name} 중단.", $"Vendor {vendor.Name} is down."),
                why + Of(
                    "에이전트와 큐 데이터베이스를 확인하세요. 다른 벤더로 보낼 수 있는 메시지는 그쪽으로 발송됩니다. 런북: A vendor is down.",
                    "Check its agent and its queue database. Messages that other vendors can carry go there. "
                        + "Runbook: A vendor is down."));
        }
        else if (vendor.Status == VendorStatus.Degraded)
        {
            yield return new Trouble(
                false,
                Of($"벤더 {vendor.Name} 불안정.", $"Vendor {vendor.Name} is degraded."),
                why + Of("새 메시지의 일부만 이 벤더로 보냅니다.", "It receives only a small share of new messages."));
        }
        else if (vendor.Status == VendorStatus.Paused)
        {
            yield return new Trouble(
                false,
                Of($"벤더 {vendor.Name} 일시 정지.", $"Vendor {vendor.Name} is paused."),
                Of("다시 시작할 때까지 이 벤더로 보내지 않습니다.", "No messages are sent to it until it is resumed."));
        }

        if (vendor.OldestQueuedSeconds > SlowSeconds)
        {
            yield return new Trouble(
                true,
                Of(
                    $"{vendor.Name} 에이전트가 {Span(vendor.OldestQueuedSeconds.Value)} 동안 큐에서 가져가지 않은 메시지가 있습니다.",
                    $"The agent of {vendor.Name} has not picked up a message for "
                        + $"{Span(vendor.OldestQueuedSeconds.Value)}."),
                Of("에이전트 프로세스와 로그를 확인하세요.", "Check the agent process and its log."));
        }
    }

    private IEnumerable<Trouble> TroublesOf(WebhookView webhook)
    {
        if (webhook.Status == "disabled")
        {
            yield return new Trouble(
                true,
                Of($"웹훅 {webhook.Url} 꺼짐.", $"Webhook {webhook.Url} is disabled."),
                (webhook.DisabledReason is { } why ? $"({why}) " : "")
                    + Of(
                        "이벤트는 보관됩니다. 문제를 해결한 뒤 다시 켜고 재전송하세요.",
                        "Events are kept. Fix the endpoint, enable it and replay."));
        }
        else if (webhook.FailingSince is { } since)
        {
            yield return new Trouble(
                false,
                Of(
                    $"웹훅 {webhook.Url} 실패 중 ({Time(since)}부터).",
                    $"Webhook {webhook.Url} has been failing since {Time(since)}."),
                Of("받는 서버를 확인하세요. 자동으로 다시 시도합니다.", "Check the receiver. Retries are automatic."));
        }
    }

    private Trouble TroubleOf(JobView job) => new(
        job.Failures > 2,
        Of($"작업 {job.Name} 실패 {job.Failures}회.", $"Job {job.Name} has failed {job.Failures} times."),
        (job.LastError is { } fault ? $"({fault}) " : "")
            + Of("자동으로 다시 시도합니다. 런북: A job fails.", "It is retried automatically. Runbook: A job fails."));

    private IEnumerable<Trouble> TroublesOf(Group group)
    {
        var percent = Percent(group.Delivered, group.Ended);
        if (group.Ended >= FewEnded && percent < BadPercent)
        {
            yield return new Trouble(
                false,
                Of(
                    $"오늘 {group.Vendor} {Visit.Look.Of(group.Channel)} 성공률 {percent}%.",
                    $"{group.Vendor} {Visit.Look.Of(group.Channel)}: {percent}% success rate today."),
                Of("실패한 메시지의 결과 코드를 확인하세요.", "Check the result codes of the failed messages."));
        }
    }

    private string Rate(Func<LiveSecond, long> count) => _seconds.Count == 0
        ? "–"
        : ((double)_seconds.Sum(count) / _seconds.Count).ToString("0.#", CultureInfo.InvariantCulture);

    private static int Percent(long part, long whole) => whole == 0 ? 0 : (int)(100 * part / whole);

    private RenderFragment Figure(string name, long count, long before, string kind, string path) => builder =>
    {
        builder.OpenElement(0, "a");
        builder.AddAttribute(1, "class", "figure " + kind);
        builder.AddAttribute(2, "href", path);
        builder.AddMarkupContent(3, "<i aria-hidden=\"true\"></i>");
        builder.OpenElement(4, "span");
        builder.AddContent(5, name);
        builder.CloseElement();
        builder.OpenElement(6, "b");
        builder.AddContent(7, Number(count));
        builder.CloseElement();
        builder.OpenElement(8, "small");
        builder.AddContent(9, Of($"어제 이 시각 {Number(before)}", $"{Number(before)} at this time yesterday"));
        builder.CloseElement();
        builder.CloseElement();
    };

    private async Task TurnAsync(VendorView vendor)
    {
        var isPaused = vendor.Status == VendorStatus.Paused;
        var held = Number((vendor.Waiting ?? 0) + (vendor.Queued ?? 0));
        if (!isPaused && await Dialogs.ShowMessageBoxAsync(
            Of($"{vendor.Name} 일시 정지", $"Pause {vendor.Name}"),
            Of(
                $"다시 시작할 때까지 이 벤더로 보내지 않습니다. 현재 {held}건이 대기 중입니다.",
                $"No messages are sent to this vendor until you resume it. {held} messages are waiting."),
            yesText: Of("일시 정지", "Pause"),
            cancelText: Of("취소", "Cancel")) is not true)
        {
            return;
        }

        _isTurning = true;
        var path = $"/v1/vendors/{Uri.EscapeDataString(vendor.Name)}/{(isPaused ? "resume" : "pause")}";
        var answer = await Api.PostAsync<NoValue>(path, "", null, Gone);
        _isTurning = false;
        if (Refusal(answer.Problem) is { } fault)
        {
            Notes.Tell(fault, isFault: true);
            return;
        }

        Notes.Tell(isPaused
            ? Of($"{vendor.Name}을(를) 다시 시작했습니다.", $"{vendor.Name} resumed.")
            : Of($"{vendor.Name}을(를) 일시 정지했습니다.", $"{vendor.Name} paused."));
        _vendors = (await Api.GetAsync("/v1/vendors", VendorJson.Readable.VendorList, Gone)).Value?.Items ?? _vendors;
        _troubles = [.. FindTroubles()];
    }

    /// <summary>Something that wants somebody, with what to do.</summary>
    private sealed record Trouble(bool Grave, string What, string Remedy);

    /// <summary>One channel of one vendor today.</summary>
    private sealed record Group(Channel Channel, string Vendor, long All, long Delivered, long Ended);

    /// <summary>Messages by where they are.</summary>
    private sealed record Sums(long Accepted, long Delivered, long Failed, long Pending)
    {
        public static Sums Of(IEnumerable<StatisticsItem> items)
        {
            var counts = items.GroupBy(static item => item.Status ?? "")
                .ToDictionary(static same => same.Key, static same => same.Sum(static item => item.Count));
            return new Sums(
                counts.Values.Sum(),
                counts.GetValueOrDefault("delivered"),
                counts.GetValueOrDefault("failed") + counts.GetValueOrDefault("expired"),
                counts.GetValueOrDefault("pending"));
        }
    }
}

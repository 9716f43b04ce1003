using System.Globalization;
using Gateway.Accounts;
using Gateway.Insight.Console.Calls;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Gateway.Insight.Console.Pages;

/// <summary>What all pages have: the API, the words of the reader's language, and times as the installation counts them.</summary>
public abstract class ConsoleComponent : ComponentBase, IDisposable
{
    private const string Korea = "Asia/Seoul";

    private readonly CancellationTokenSource _gone = new();

    protected ConsoleComponent() => Gone = _gone.Token;

    [Inject]
    private protected ConsoleApi Api { get; set; } = null!; // Injected before anything else.

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!; // Injected before anything else.

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!; // Injected before anything else.

    [Inject]
    private protected IOptions<GatewayOptions> Settings { get; set; } = null!; // Injected before anything else.

    private protected Visit Visit { get; private set; } = null!; // Set before the first parameters.

    /// <summary>The installation's: its days begin and end by it.</summary>
    private protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The reader's own, by which times are shown and asked for.</summary>
    private protected TimeZoneInfo Local { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Ends with the page.</summary>
    private protected CancellationToken Gone { get; }

    private protected string Product => Of("게이트웨이 콘솔", "Gateway console");

    private protected bool IsOperator => GuardConsole.IsOperator(Visit.Key);

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        // Known already when a page begins, so that the parameters are still those.
        Visit ??= await Api.VisitAsync();
        Zone = TimeZoneInfo.FindSystemTimeZoneById(Settings.Value.TimeZone);
        Local = Visit.Look.Zone ?? Zone;
        await base.SetParametersAsync(parameters);
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes on beside the page until that is closed; a fault is the page's own.</summary>
    private protected void Begin(Func<Task> work) => _ = InvokeAsync(() => UntilGoneAsync(work));

    private async Task UntilGoneAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page is closed.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private protected string Of(string korean, string english) => Visit.Look.Of(korean, english);

    private protected bool May(string scope) => AdmitCaller.Opens(Visit.Key, scope);

    /// <summary>What a call was refused with; null: it was not, and the page is as before.</summary>
    private protected string? Refusal(Problem? problem)
    {
        if (problem is null)
        {
            return null;
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            Navigation.NavigateTo(ReturnPath.SignIn(ReturnPath.Home), forceLoad: true);
        }

        return problem.Detail ?? problem.Title;
    }

    /// <summary>A number of messages, in English.</summary>
    private protected string Messages(long count) => count == 1 ? "1 message" : $"{Number(count)} messages";

    private protected string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A clock time of the reader's; with the day when it is not today.</summary>
    private protected string Time(DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            return "–";
        }

        var local = TimeZoneInfo.ConvertTime(time, Local);
        var today = TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Local);
        return local.ToString(
            local.Date == today.Date ? "HH:mm:ss" : local.Year == today.Year ? "MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture);
    }

    /// <summary>Day and minute of the reader's, for times that are far away.</summary>
    private protected string Moment(DateTimeOffset? at) => at is { } time
        ? TimeZoneInfo.ConvertTime(time, Local).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : "–";

    /// <summary>The whole time by the installation's clock with its offset, for who points at it.</summary>
    private protected string WholeTime(DateTimeOffset? at) => at is { } time
        ? TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
            + (Zone.Id == Korea ? " KST" : "")
        : "";

    /// <summary>By which clock a time is asked for, and what the installation's says then.</summary>
    private protected string AtHint(DateTime? at) => at is not { } time
        ? Of($"비워 두면 바로 발송됩니다 ({Local.Id})", $"Leave empty to send now ({Local.Id})")
        : Local.GetUtcOffset(time) == Zone.GetUtcOffset(new DateTimeOffset(time, Local.GetUtcOffset(time)))
            ? Local.Id
            : $"{Local.Id} = {WholeTime(new DateTimeOffset(time, Local.GetUtcOffset(time)))}";

    /// <summary>The day that a date field or an address names; null: none.</summary>
    private protected static DateTime? DayOf(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>A day as date fields and addresses have it.</summary>
    private protected static string Written(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>When the installation's clock shows this.</summary>
    private protected DateTimeOffset InZone(DateTime local) => new(local, Zone.GetUtcOffset(local));

    /// <summary>A time as the query of the API takes it.</summary>
    private protected static string At(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private protected string Span(double seconds) => seconds switch
    {
        < 60 => Of($"{seconds:0}초", $"{seconds:0} s"),
        < 3600 => Of($"{seconds / 60:0}분", $"{seconds / 60:0} min"),
        < 86_400 => Of($"{seconds / 3600:0.#}시간", $"{seconds / 3600:0.#} h"),
        _ => Of($"{seconds / 86_400:0.#}일", $"{seconds / 86_400:0.#} days"),
    };
}

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

    private protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Ends with the page.</summary>
    private protected CancellationToken Gone { get; }

    private protected string Product => Of("게이트웨이 콘솔", "Gateway console");

    private protected bool IsOperator => GuardConsole.IsOperator(Visit.Key);

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        // Known already when a page begins, so that the parameters are still those.
        Visit ??= await Api.VisitAsync();
        Zone = TimeZoneInfo.FindSystemTimeZoneById(Settings.Value.TimeZone);
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

    private protected string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A clock time; with the day when it is not today.</summary>
    private protected string Time(DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            return "–";
        }

        var (local, today) = (TimeZoneInfo.ConvertTime(time, Zone), TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone));
        return local.ToString(
            local.Date == today.Date ? "HH:mm:ss" : local.Year == today.Year ? "MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture);
    }

    /// <summary>The whole time with its offset, for who points at it.</summary>
    private protected string WholeTime(DateTimeOffset? at) => at is { } time
        ? TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
        : "";

    private protected string Span(double seconds) => seconds switch
    {
        < 60 => Of($"{seconds:0}초", $"{seconds:0} s"),
        < 3600 => Of($"{seconds / 60:0}분", $"{seconds / 60:0} min"),
        < 86_400 => Of($"{seconds / 3600:0.#}시간", $"{seconds / 3600:0.#} h"),
        _ => Of($"{seconds / 86_400:0.#}일", $"{seconds / 86_400:0.#} days"),
    };
}

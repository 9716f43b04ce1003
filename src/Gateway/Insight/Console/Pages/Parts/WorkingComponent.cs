using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gateway.Insight.Console.Calls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Gateway.Insight.Console.Pages.Parts;

/// <summary>A page from which something is done: it asks once, does it, and tells what came of it.</summary>
public abstract class WorkingComponent : ConsoleComponent
{
    [Inject]
    private protected IDialogService Dialogs { get; set; } = null!; // Injected before anything else.

    [Inject]
    private protected ConsoleNotes Notes { get; set; } = null!; // Injected before anything else.

    /// <summary>What the API refused of the page's form.</summary>
    private protected FormFaults Faults { get; } = new();

    /// <summary>A deed is under way: nothing else begins.</summary>
    private protected bool IsBusy { get; private set; }

    /// <summary>A call with a JSON body.</summary>
    private protected static ApiCall Call(string method, string path, JsonNode? body = null) => new(method, path)
    {
        Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        IdempotencyKey = method == HttpMethods.Post ? Guid.NewGuid().ToString() : null,
    };

    /// <summary>Nothing when a field was left empty.</summary>
    private protected static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The end of a day that a date field names, as the API takes it; null: none is named.</summary>
    private protected string? LastMoment(string? date) =>
        DayOf(date) is { } day
            ? InZone(day.AddDays(1)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)
            : null;

    /// <summary>Asks once; true: do it.</summary>
    private protected async Task<bool> AgreesAsync(string title, string text, string yes) =>
        await Dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: Of("취소", "Cancel")) is true;

    /// <summary>Does it and tells; false: it was refused.</summary>
    private protected async Task<bool> DoAsync(ApiCall call, string done)
    {
        IsBusy = true;
        var answer = await Api.SendAsync<NoValue>(call, null, Gone);
        IsBusy = false;
        var refusal = Refusal(answer.Problem);
        Notes.Tell(refusal ?? done, refusal is not null);
        return refusal is null;
    }

    /// <summary>Sends a form; null: it was refused, and <see cref="Faults"/> tell why.</summary>
    private protected async Task<T?> MakeAsync<T>(ApiCall call, JsonTypeInfo<T> type)
        where T : class
    {
        if (IsBusy)
        {
            return null;
        }

        IsBusy = true;
        var answer = await Api.SendAsync(call, type, Gone);
        IsBusy = false;
        Faults.Take(Refusal(answer.Problem), answer.Problem);
        return answer.Value;
    }
}

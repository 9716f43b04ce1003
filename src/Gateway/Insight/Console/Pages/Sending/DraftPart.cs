using Microsoft.AspNetCore.Components;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>Some fields of a message that is written.</summary>
public abstract class DraftPart : ConsoleComponent
{
    [Parameter, EditorRequired]
    public Draft Draft { get; set; } = new();

    /// <summary>Something was written: the preview and the counts around it follow.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private protected Task TellAsync() => Changed.InvokeAsync();

    private protected string IsWrong(string pointer) => Draft.IsWrongAt(pointer) ? "true" : "false";

    /// <summary>What is wrong with a field, below it.</summary>
    private protected RenderFragment FaultOf(string pointer, string id) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "fault");
        builder.AddAttribute(2, "id", id);
        builder.AddContent(3, Draft.FaultAt(pointer));
        builder.CloseElement();
    };
}

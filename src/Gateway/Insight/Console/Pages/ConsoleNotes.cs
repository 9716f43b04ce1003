namespace Gateway.Insight.Console.Pages;

/// <summary>
/// What a page tells in passing: shown at the foot until the next one, another page, or until it is closed. MudBlazor's
/// own notes write style elements, which the policy forbids.
/// </summary>
internal sealed class ConsoleNotes
{
    public event Action? Changed;

    public string? Text { get; private set; }

    public bool IsFault { get; private set; }

    public void Tell(string? text, bool isFault = false)
    {
        (Text, IsFault) = (text, isFault);
        Changed?.Invoke();
    }
}

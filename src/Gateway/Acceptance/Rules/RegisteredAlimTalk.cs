using Gateway.Acceptance.Texts;
using Gateway.Messages.Contents;
using Gateway.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>
/// An alimtalk (알림톡) as Kakao approved it. Kakao refuses what does not come from it, after the message was paid for
/// and too late to mend: so it is held against it when it is accepted.
/// </summary>
internal sealed class RegisteredAlimTalk
{
    public const string Code = "template_mismatch";

    private static readonly ButtonField Name = new("name", static button => button.Name);

    private readonly string _name;
    private readonly TextPattern _text;
    private readonly List<Button> _buttons;

    public RegisteredAlimTalk(string name, string text, IReadOnlyList<KakaoButton> buttons)
    {
        _name = name;
        _text = new TextPattern(text);
        _buttons = [.. buttons.Select(static button => new Button(button))];
    }

    /// <summary>One recipient's texts. Buttons are compared where the message has any.</summary>
    /// <param name="check">Where faults go.</param>
    /// <param name="text">With the recipient's values.</param>
    /// <param name="filled">The same of the Kakao part; null when nothing in it was to be filled.</param>
    /// <param name="pointers">Of the text, and of what has the recipient's values.</param>
    public void Check(ContentCheck check, string? text, KakaoContent? filled, (string Text, string Variables) pointers)
    {
        if (text is not null && _text.Difference(text) is { } different)
        {
            check.Fault(pointers.Text, Code, Words(different));
        }

        var given = (filled ?? check.Details.Kakao)?.Buttons ?? [];
        if (given.Count == 0)
        {
            return;
        }

        if (given.Count != _buttons.Count)
        {
            var detail = $"The template '{_name}' has {_buttons.Count} buttons, and the message {given.Count}. Kakao "
                + "wants exactly the approved ones.";
            check.Fault("/kakao/buttons", Code, detail);
            return;
        }

        for (var i = 0; i < given.Count; i++)
        {
            CheckButton(check, given[i], _buttons[i], i, filled is null ? null : pointers.Variables);
        }
    }

    private void CheckButton(ContentCheck check, KakaoButton given, Button approved, int i, string? pointer)
    {
        var at = $"/kakao/buttons/{i}";
        if (given.Type != approved.Type)
        {
            var detail = $"The template '{_name}' has {approved.Type} here, and the message {given.Type}.";
            check.Fault($"{at}/type", Code, detail);
            return;
        }

        foreach (var (field, pattern) in approved.Fields)
        {
            if (pattern.Difference(field.Of(given) ?? "") is { } different)
            {
                var where = pointer is null ? "" : $"{at}/{field.Name} with this recipient's values: ";
                check.Fault(pointer ?? $"{at}/{field.Name}", Code, where + Words(different));
            }
        }
    }

    private string Words(TextDifference different) =>
        $"At letter {different.Letter} it is not what the template '{_name}' says. Here: \"{different.Given}\"; "
        + $"there: \"{different.Wanted}\". Correct the text, or the template if Kakao has approved another one.";

    private sealed class Button(KakaoButton approved)
    {
        public string Type { get; } = approved.Type;

        public List<(ButtonField Field, TextPattern Pattern)> Fields { get; } =
        [
            .. KakaoButtonTypes.Fields.Prepend(Name)
                .Select(field => (field, new TextPattern(field.Of(approved) ?? ""))),
        ];
    }
}

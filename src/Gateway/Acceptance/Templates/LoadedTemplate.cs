using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Vendors;

namespace Gateway.Acceptance.Templates;

/// <summary>A template that is ready for use.</summary>
/// <param name="Name">As messages name it.</param>
/// <param name="Channel">Of its messages.</param>
/// <param name="Content">What it gives them; null when what is stored cannot be read.</param>
internal sealed record LoadedTemplate(string Name, Channel Channel, TemplateContent? Content)
{
    private RegisteredAlimTalk? _registered;

    /// <summary>What it takes in memory, about.</summary>
    public int Characters { get; init; }

    /// <summary>What a message is held against; null for what is no alimtalk that can be read.</summary>
    public RegisteredAlimTalk? Registered =>
        Channel == Channel.AlimTalk && Content is { Kakao: { } kakao } content
            ? _registered ??= new RegisteredAlimTalk(
                Name, content.Text ?? "", StoredContent.Kakao(kakao, content.ToRequest(Channel)).Buttons)
            : null;
}

using Gateway.Messages;
using Gateway.Messages.Contents;
using Gateway.Messages.Sealing;
using Gateway.Vendors;

namespace Gateway.Acceptance.Requests;

/// <summary>
/// What a message says and carries, in the form in which it is stored and handed over. It is made once when the message
/// is accepted, and the rules are written over it: so they tell as well whether another vendor could take a stored
/// message word for word.
/// </summary>
internal sealed record StoredContent
{
    public required Channel Channel { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public string? SubId { get; init; }

    public string? BillingId { get; init; }

    public MessagePurpose Purpose { get; init; }

    public required MessageDetails Details { get; init; }

    /// <summary>Of a request, before its placeholders are filled. A fallback of the gateway is a content of its own.</summary>
    public static StoredContent Of(SendMessageRequest request, Channel channel) => new()
    {
        Channel = channel,
        Subject = request.Subject,
        Text = request.Text,
        SubId = request.SubId,
        BillingId = request.BillingId,
        Purpose = request.PurposeOrDefault(),
        Details = DetailsOf(request, request.FallsBackByGateway() ? null : request.Fallback),
    };

    /// <summary>Of a message that was accepted before.</summary>
    public static StoredContent Of(Message message, MessageContent content) => new()
    {
        Channel = message.Channel,
        Subject = content.Subject,
        Text = content.Text,
        SubId = message.SubId,
        BillingId = message.BillingId,
        Purpose = message.Purpose,
        Details = content.Details ?? MessageDetails.None,
    };

    /// <summary>The Kakao part of a request. What is missing is empty, and refused by the rules.</summary>
    public static KakaoContent Kakao(KakaoRequest kakao, SendMessageRequest request) => new()
    {
        SenderKey = kakao.SenderKey ?? "",
        TemplateCode = kakao.TemplateCode,
        NationCode = kakao.NationCode ?? KakaoRequest.Korea,
        Buttons = kakao.Buttons is { Count: > 0 } buttons ? [.. buttons.Select(Button)] : [],
        Image = kakao.Image is { } image ? new KakaoImage(image.Url ?? "", image.Link) : null,

        // Said in either case: a vendor's column may count as advertisement when nobody fills it.
        Advertisement = request.Channel == Channel.FriendTalk
            ? request.PurposeOrDefault() == MessagePurpose.Advertisement
            : null,
        UserKey = kakao.UserKey,
    };

    private static MessageDetails DetailsOf(SendMessageRequest request, FallbackRequest? fallback) =>
        request is { Kakao: null, Voice: null, Fax: null, Attachments: null } && fallback is null
            ? MessageDetails.None
            : AllOf(request, fallback);

    private static MessageDetails AllOf(SendMessageRequest request, FallbackRequest? fallback) => new()
    {
        Kakao = request.Kakao is { } kakao ? Kakao(kakao, request) : null,
        Voice = request.Voice is { } voice ? Voice(voice) : null,
        Fax = request.Fax is { } fax ? Fax(fax) : null,
        Attachments = request.Attachments is { Count: > 0 } attachments ? [.. attachments] : null,
        Scenario = request.Voice?.Scenario,
        FallbackAttachments = fallback?.Attachments is { Count: > 0 } pictures ? [.. pictures] : null,
        Fallback = fallback is { Channel: { } channel }
            ? new FallbackContent(channel, fallback.Text, fallback.Subject)
            : null,
    };

    private static VoiceContent Voice(VoiceRequest voice) => new()
    {
        ServerFile = voice.ServerFile,
        AcceptReply = voice.AcceptReply ?? false,
        Retries = voice.Retries,
        SmsOnFailure = voice.SmsOnFailure ?? false,
    };

    private static FaxContent Fax(FaxRequest fax) =>
        new() { CoverPage = fax.CoverPage ?? false, Retries = fax.Retries, ServerFile = fax.ServerFile };

    private static KakaoButton Button(KakaoButtonRequest button) => new(NameOf(button), button.Type ?? "")
    {
        UrlMobile = button.UrlMobile,
        UrlPc = button.UrlPc,
        SchemeIos = button.SchemeIos,
        SchemeAndroid = button.SchemeAndroid,
        ChatExtra = button.ChatExtra,
        ChatEvent = button.ChatEvent,
        PluginId = button.PluginId,
        RelayId = button.RelayId,
        OneclickId = button.OneclickId,
        ProductId = button.ProductId,
        BizFormKey = button.BizFormKey,
    };

    private static string NameOf(KakaoButtonRequest button) =>
        button.Name ?? (button.Type == KakaoButtonTypes.AddChannel ? KakaoButtonTypes.AddChannelName : "");
}

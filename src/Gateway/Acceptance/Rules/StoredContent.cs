using Gateway.Acceptance.Requests;
using Gateway.Files;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;

namespace Gateway.Acceptance.Rules;

/// <summary>A stored message seen as the request that it came from, so that the same rules can tell whether another vendor could take it word for word.</summary>
internal sealed class StoredContent(Message message, MessageContent content)
{
    public SendMessageRequest Request { get; } = Rebuild(message, content);

    /// <summary>The uploaded files that it needs, in a fixed order.</summary>
    public IReadOnlyList<Guid> Files => content.Details?.Files ?? [];

    public bool Fits(Vendor vendor, IReadOnlyDictionary<Guid, StoredFile> files)
    {
        var faults = new List<Fault>();
        var check = new ContentCheck(Request, message.Channel, vendor, files, faults);
        FieldRules.Check(check);
        NameRules.Check(check, content.RecipientName, "");
        if (content.Text is { } text)
        {
            ChannelText.CheckText(check, message.Channel, text, "");
        }

        if (content.Subject is { } subject)
        {
            ChannelText.CheckSubject(check, message.Channel, subject, "");
        }

        return faults.Count == 0;
    }

    private static SendMessageRequest Rebuild(Message message, MessageContent content)
    {
        var details = content.Details;
        return new SendMessageRequest
        {
            Channel = message.Channel,
            From = message.Sender,
            Subject = content.Subject,
            Text = content.Text,
            Attachments = details?.Attachments is { } attachments ? [.. attachments] : null,
            SubId = message.SubId,
            BillingId = message.BillingId,
            Kakao = details?.Kakao is { } kakao
                ? new KakaoRequest
                {
                    SenderKey = kakao.SenderKey,
                    TemplateCode = kakao.TemplateCode,
                    NationCode = kakao.NationCode,
                    Buttons = [.. kakao.Buttons.Select(button => new KakaoButtonRequest
                    {
                        Name = button.Name,
                        Type = button.Type,
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
                    })],
                    Image = kakao.Image is { } image ? new KakaoImageRequest { Url = image.Url, Link = image.Link } : null,
                    Ad = kakao.Advertisement,
                    UserKey = kakao.UserKey,
                }
                : null,
            Voice = details?.Voice is not null || details?.Scenario is not null
                ? new VoiceRequest
                {
                    Scenario = details.Scenario,
                    ServerFile = details.Voice?.ServerFile,
                    AcceptReply = details.Voice?.AcceptReply is true ? true : null,
                    Retries = details.Voice?.Retries,
                    SmsOnFailure = details.Voice?.SmsOnFailure is true ? true : null,
                }
                : null,
            Fax = details?.Fax is { } fax ? new FaxRequest { CoverPage = fax.CoverPage ? true : null, Retries = fax.Retries, ServerFile = fax.ServerFile } : null,
            Fallback = details?.Fallback is { } fallback
                ? new FallbackRequest
                {
                    Channel = fallback.Channel,
                    Text = fallback.Text,
                    Subject = fallback.Subject,
                    Attachments = details.FallbackAttachments is { } pictures ? [.. pictures] : null,
                }
                : null,
        };
    }
}

using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>What a new endpoint may look like.</summary>
internal sealed class CreateWebhookValidator : RequestValidator<CreateWebhookRequest>
{
    public CreateWebhookValidator()
    {
        RuleFor(request => request.Url).Required("Give the URL to call.").UrlToCall();
        RuleFor(request => request.Events).AtMostEntries(WebhookRules.MaxPatterns);
        RuleForFirst(WebhookRules.MaxPatterns, request => request.Events).KnownEvent();
        RuleFor(request => request.Description).AtMost(WebhookRules.MaxDescription);
    }
}

using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>What an endpoint may be changed to. What is absent stays.</summary>
internal sealed class ChangeWebhookValidator : RequestValidator<ChangeWebhookRequest>
{
    public ChangeWebhookValidator()
    {
        RuleFor(request => request.Url).UrlToCall();
        RuleFor(request => request.Events).AtMostEntries(WebhookRules.MaxPatterns);
        RuleForFirst(WebhookRules.MaxPatterns, request => request.Events).KnownEvent();
        RuleFor(request => request.Description).AtMost(WebhookRules.MaxDescription);
        RuleFor(request => request.Status).OneOf(ClosedSet.Of<WebhookStatus>(), "unknown_value");
    }
}

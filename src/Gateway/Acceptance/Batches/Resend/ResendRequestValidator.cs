using FluentValidation;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>What can be said of a resend before its messages are looked at.</summary>
internal sealed class ResendRequestValidator : RequestValidator<ResendRequest>
{
    private const string Ends =
        "Only failed, expired and canceled messages are sent again: others have not ended, or have arrived.";

    public ResendRequestValidator()
    {
        RuleFor(request => request.Name).AtMost(BatchRequestValidator.MaxName);
        RuleFor(request => request.Statuses).AtMostEntries(Enum.GetValues<MessageStatus>().Length)
            .Must(static statuses => statuses is not { Count: 0 })
            .Fault("required", "Give at least one status, or leave it out.");
        RuleForFirst(Enum.GetValues<MessageStatus>().Length, request => request.Statuses)
            .Must(static status => status is MessageStatus.Failed or MessageStatus.Expired or MessageStatus.Canceled)
            .Fault("not_resendable", Ends);
        RuleFor(request => request.Defaults!.To).Must(static to => to is null)
            .Fault("unexpected_field", "Each message keeps its own recipient.")
            .When(request => request.Defaults is not null);
        RuleFor(request => request).Custom(static (request, context) =>
        {
            var tooMuch = RequestBounds.Faults(request.Defaults, context.Around().Size, "/defaults");
            foreach (var fault in tooMuch.Concat(request.Pace?.Faults("/pace") ?? []))
            {
                context.Add(fault);
            }
        });
    }
}

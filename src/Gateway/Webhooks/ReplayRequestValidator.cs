using FluentValidation;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>Which stretch of the past may be replayed.</summary>
internal sealed class ReplayRequestValidator : RequestValidator<ReplayRequest>
{
    public ReplayRequestValidator(TimeProvider time) => RuleFor(request => request.From)
        .Must(from => from is not null).Fault("required", "Give the first moment to replay.")
        .Must((request, from) => from < request.End(time.GetUtcNow())).Fault(
            "out_of_range", "It must be before to, and in the past.");
}

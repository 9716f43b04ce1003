using FluentValidation;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Bodies;

namespace Gateway.Acceptance;

/// <summary>When a message may be moved to.</summary>
internal sealed class RescheduleRequestValidator : RequestValidator<RescheduleRequest>
{
    public RescheduleRequestValidator(TimeProvider time) => RuleFor(request => request.ScheduledAt)
        .Must(at => at is not null).Fault("required", "Say when to send.")
        .Must(at => !ScheduleRules.HasPassed(at, time.GetUtcNow())).Fault(ScheduleRules.Passed.Code, ScheduleRules.Passed.Detail)
        .Must(at => !ScheduleRules.IsTooFar(at, time.GetUtcNow())).Fault(ScheduleRules.TooFar.Code, ScheduleRules.TooFar.Detail);
}

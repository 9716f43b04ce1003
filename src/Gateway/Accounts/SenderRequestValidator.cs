using FluentValidation;
using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;

namespace Gateway.Accounts;

/// <summary>What number may be registered, and for whom.</summary>
internal sealed class SenderRequestValidator : RequestValidator<SenderRequest>
{
    public const int MaxComment = 256;

    public SenderRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Number).Required("Give the sender number (발신번호).").Sender();
        RuleFor(request => request.Comment).AtMost(MaxComment);
        RuleFor(request => request.AccountId).OneThatMayBeManaged();
        RuleFor(request => request.ExpiresAt).Must(at => !(at <= time.GetUtcNow()))
            .Fault("out_of_range", "This time has passed.");
    }
}

/// <summary>What may be changed of a number. What is absent stays.</summary>
internal sealed class ChangeSenderRequestValidator : RequestValidator<ChangeSenderRequest>
{
    public ChangeSenderRequestValidator() =>
        RuleFor(request => request.Comment).AtMost(SenderRequestValidator.MaxComment);
}

using FluentValidation;
using Gateway.Platform;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>What number may be registered, and for whom.</summary>
internal sealed class SenderRequestValidator : RequestValidator<SenderRequest>
{
    private const int MaxComment = 256;

    public SenderRequestValidator()
    {
        RuleFor(request => request.Number).Required(PhoneNumber.SenderForm).Must(number => PhoneNumber.TryParseSender(number, out _)).Fault("invalid_sender", PhoneNumber.SenderForm);
        RuleFor(request => request.Comment).AtMost(MaxComment);
        RuleFor(request => request.AccountId).OneThatMayBeManaged();
    }
}

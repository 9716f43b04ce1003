using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;

namespace Gateway.Accounts;

/// <summary>What number may be registered, and for whom.</summary>
internal sealed class SenderRequestValidator : RequestValidator<SenderRequest>
{
    private const int MaxComment = 256;

    public SenderRequestValidator()
    {
        RuleFor(request => request.Number).Required("Give the sender number (발신번호).").Sender();
        RuleFor(request => request.Comment).AtMost(MaxComment);
        RuleFor(request => request.AccountId).OneThatMayBeManaged();
    }
}

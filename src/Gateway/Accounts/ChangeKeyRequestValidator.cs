using FluentValidation;
using Gateway.Accounts.Addresses;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>What a key may be changed to. What is absent stays.</summary>
internal sealed class ChangeKeyRequestValidator : RequestValidator<ChangeKeyRequest>
{
    public ChangeKeyRequestValidator()
    {
        RuleFor(request => request.Name)
            .Must(static name => name is null || !string.IsNullOrWhiteSpace(name))
            .Fault("required", "Say what the key is for.")
            .AtMost(KeyRequestValidator.MaxName);
        RuleFor(request => request.AllowedAddresses).Addresses();
        RuleForFirst(AddressRules.MaxEntries, request => request.AllowedAddresses).Address();
    }
}

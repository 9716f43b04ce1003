using FluentValidation;
using Gateway.Accounts.Addresses;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>What a new key may look like.</summary>
internal sealed class KeyRequestValidator : RequestValidator<KeyRequest>
{
    public const int MaxName = 64;

    /// <summary>There are six; naming one twice is no fault.</summary>
    private const int MaxScopes = 20;

    public KeyRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Name).Required("Say what the key is for.").AtMost(MaxName);
        RuleFor(request => request.Scopes)
            .Must(scopes => scopes is not { Count: 0 }).Fault("required", $"Name at least one scope, or leave scopes out for all but {Scope.Admin}.")
            .AtMostEntries(MaxScopes);
        RuleForFirst(MaxScopes, request => request.Scopes).Must(Scope.Words.Has).Fault("unknown_scope", Scope.Words.Expected);
        RuleFor(request => request.AllowedAddresses).Addresses();
        RuleForFirst(AddressRules.MaxEntries, request => request.AllowedAddresses).Address();
        RuleFor(request => request.ExpiresAt).Must(at => !(at <= time.GetUtcNow())).Fault("out_of_range", "This time has passed.");
    }
}

using FluentValidation;
using Gateway.Accounts;
using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Templates;

/// <summary>What a new template may look like.</summary>
internal sealed class TemplateRequestValidator : RequestValidator<TemplateRequest>
{
    public TemplateRequestValidator(TemplateRules rules)
    {
        RuleFor(request => request.AccountId).OneThatMayBeManaged();
        RuleFor(request => request).CustomAsync(async (request, context, cancellationToken) =>
        {
            var (around, caller) = (context.Around(), context.Around().Http.User.Key());
            var faults = await rules.FaultsAsync(
                request.ToFields(), caller, request.AccountId ?? caller.AccountId, around.Size, cancellationToken);
            faults.ForEach(context.Add);
        });
    }
}

/// <summary>A change is checked together with what stays: see <see cref="ChangeTemplate"/>.</summary>
internal sealed class ChangeTemplateRequestValidator : RequestValidator<ChangeTemplateRequest>;

using FluentValidation;
using Gateway.Platform.Bodies;

namespace Gateway.Dispatch.Cancel;

/// <summary>A reference as messages have them.</summary>
internal sealed class CancelByReferenceValidator : RequestValidator<CancelByReferenceRequest>
{
    private const int MaxReference = 64;

    public CancelByReferenceValidator() => RuleFor(request => request.Reference)
        .Must(reference => reference is { Length: > 0 and <= MaxReference } && !reference.Contains('\0'))
        .Fault("required", $"The reference of the messages, 1 to {MaxReference} characters.");
}

using FluentValidation;
using Gateway.Platform.Bodies;
using Gateway.Platform.Numbers;

namespace Gateway.Accounts.OptOuts;

/// <summary>Which numbers may be put on the list, and on whose.</summary>
internal sealed class OptOutRequestValidator : RequestValidator<OptOutRequest>
{
    public const int MaxNumbers = 10_000;

    public OptOutRequestValidator()
    {
        RuleFor(request => request.Numbers)
            .Must((request, numbers, context) => (request.Number is null) != (numbers is null) || !context.Around().IsWhole)
            .Fault("required", "Give either number or numbers.");
        RuleFor(request => request.Numbers).Must(numbers => numbers is not { Count: 0 or > MaxNumbers }).Fault("out_of_range", $"1 to {MaxNumbers} numbers; more as text/csv.");
        RuleFor(request => request.Number).Person();
        RuleForFirst(MaxNumbers, request => request.Numbers).PersonOfMany();
        RuleFor(request => request.Comment).Must(OptOutComment.IsRight).Fault("too_long", OptOutComment.Form);
        RuleFor(request => request.AccountId).OneThatMayBeManaged();
    }
}

/// <summary>What may be noted beside a number, in JSON and in a file.</summary>
internal static class OptOutComment
{
    private const int Most = 256;

    public static string Form { get; } = $"At most {Most} characters, on one line.";

    public static bool IsRight(string? comment) => comment is null || (comment.Length <= Most && !comment.Any(char.IsControl));
}

using System.Text;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Results;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>Between FluentValidation's failures and our faults.</summary>
internal static class RuleFaults
{
    /// <summary>What a broken rule is told as.</summary>
    public static IRuleBuilderOptions<T, TProperty> Fault<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, string code, string detail) =>
        rule.WithErrorCode(code).WithMessage(detail);

    /// <summary>The same with words about the value.</summary>
    public static IRuleBuilderOptions<T, TProperty> Fault<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, string code, Func<TProperty, string> detail) =>
        rule.WithErrorCode(code).WithMessage((_, value) => detail(value));

    /// <summary>A fault that was found in another way, and has its pointer.</summary>
    public static void Add<T>(this ValidationContext<T> context, Fault fault) =>
        context.AddFailure(new ValidationFailure(fault.Pointer, fault.Detail) { ErrorCode = fault.Code });

    public static IReadOnlyList<Fault> Of(ValidationResult result) =>
        result.Errors.Count == 0 ? [] : [.. result.Errors.Select(failure => new Fault(Pointer(failure.PropertyName), failure.ErrorCode, failure.ErrorMessage))];

    /// <summary>
    /// The JSON pointer (RFC 6901) of a property path: <c>/channels/0</c> for <c>Channels[0]</c>, with names as the
    /// serializer writes them. What is a pointer already stays.
    /// </summary>
    public static string Pointer(string path)
    {
        if (path is "" or ['/', ..])
        {
            return path;
        }

        var pointer = new StringBuilder(path.Length + 1);
        for (var at = 0; at < path.Length;)
        {
            var isKey = path[at] == '[';
            var start = isKey || path[at] == '.' ? at + 1 : at;
            var length = path.AsSpan(start).IndexOfAny(isKey ? "]" : ".[");
            var end = length < 0 ? path.Length : start + length;
            pointer.Append('/').Append(isKey ? JsonPointer.Escape(path[start..end]) : JsonNamingPolicy.CamelCase.ConvertName(path[start..end]));
            at = isKey ? end + 1 : end;
        }

        return pointer.ToString();
    }
}

/// <summary>Details are told as they are written: a brace in the name of a vendor is no placeholder.</summary>
internal sealed class PlainMessage : MessageFormatter
{
    public override string BuildMessage(string messageTemplate) => messageTemplate;
}

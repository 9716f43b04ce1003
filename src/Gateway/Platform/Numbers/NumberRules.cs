using FluentValidation;
using FluentValidation.Results;
using Gateway.Platform.Bodies;

namespace Gateway.Platform.Numbers;

/// <summary>Rules for fields that hold a number: each tells what was wrong with it, and how to mend it.</summary>
internal static class NumberRules
{
    /// <summary>A recipient's number; absent is right.</summary>
    public static void Recipient<T>(this IRuleBuilder<T, string?> rule) => rule.Custom(static (text, context) =>
    {
        if (text is not null)
        {
            Tell(context, PhoneNumber.Recipient(text));
        }
    });

    /// <summary>A number of whoever refuses messages, in Korea or another country; absent is right.</summary>
    public static void Person<T>(this IRuleBuilder<T, string?> rule) => rule.Custom(static (text, context) =>
    {
        if (text is not null)
        {
            Tell(context, PhoneNumber.Person(text));
        }
    });

    /// <summary>An entry of a list of them, of which only the first faults are told.</summary>
    public static void PersonOfMany<T>(this IRuleBuilder<T, string?> rule) => rule.Custom(static (text, context) =>
    {
        var reading = PhoneNumber.Person(text);
        if (!reading.IsRight && context.Around().TellsOneMore())
        {
            Tell(context, reading);
        }
    });

    /// <summary>A sender's number; absent is right.</summary>
    public static void Sender<T>(this IRuleBuilder<T, string?> rule) => rule.Custom(static (text, context) =>
    {
        if (text is not null)
        {
            Tell(context, PhoneNumber.Sender(text));
        }
    });

    private static void Tell<T>(ValidationContext<T> context, NumberReading reading)
    {
        if (reading.Fault is { } fault)
        {
            context.AddFailure(new ValidationFailure(context.PropertyPath, fault.Detail) { ErrorCode = fault.Code });
        }
    }
}

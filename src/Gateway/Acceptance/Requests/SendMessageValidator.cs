using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Gateway.Platform.Bodies;

namespace Gateway.Acceptance.Requests;

/// <summary>What can be said of a request without knowing the vendor: presence, lengths, numbers, times. Faults carry JSON pointers.</summary>
/// <remarks>
/// One walk by hand, because every message goes through it: a rule for each field, those of recipients too, took 2.6 µs a message instead of 0.35 (medians of nine turns of 200,000, 5.4 to 8.3
/// times as long in each), and 2,200 bytes instead of 670.
/// </remarks>
internal sealed class SendMessageValidator : RequestValidator<SendMessageRequest>
{
    public const int MaxRecipients = 1000;
    private const int MaxReference = 64;
    private const int MaxName = 32;
    private const int MaxMetadata = 16;
    private const int MaxMetadataKey = 64;
    private const int MaxMetadataValue = 256;
    public const int LongestExpiry = 168;

    /// <summary>Enough to mend a request; a fault for each of a million values would cost more than the values.</summary>
    private const int MaxFaults = 1000;

    private const string Found = "found";

    public SendMessageValidator(TimeProvider time)
    {
        RuleFor(request => request).Custom((request, context) =>
        {
            if (request.Channel is null && !request.LacksTemplate)
            {
                Add(context, "/channel", "required", "Say which channel: sms, lms, mms, alimtalk, friendtalk, voice or fax.");
            }

            CheckFrom(request, context);
            CheckTo(request, context);
            CheckReference(request.Reference, "/reference", context);
            CheckMetadata(request, context);
            CheckTimes(request, time.GetUtcNow(), context);
        });
    }

    private static void CheckFrom(SendMessageRequest request, ValidationContext<SendMessageRequest> context)
    {
        if (string.IsNullOrWhiteSpace(request.From))
        {
            Add(context, "/from", "required", "Give the sender number (발신번호).");
        }
        else if (request.Sender.Fault is { } fault)
        {
            Add(context, "/from", fault.Code, fault.Detail);
        }
    }

    private static void CheckTo(SendMessageRequest request, ValidationContext<SendMessageRequest> context)
    {
        if (request.To is not { Items.Count: > 0 } to)
        {
            Add(context, "/to", "required", "Give at least one recipient.");
            return;
        }

        if (to.Items.Count > MaxRecipients)
        {
            Add(context, "/to", "too_many_recipients", $"{to.Items.Count} recipients; at most {MaxRecipients}. Use POST /v1/batches for more.");
            return;
        }

        for (var i = 0; i < to.Items.Count && !IsFull(context); i++)
        {
            var recipient = to.Items[i];
            if (string.IsNullOrWhiteSpace(recipient.Phone))
            {
                Add(context, Pointer(to, i, "phone"), "required", "Give the phone number.");
            }
            else if (request.NumberOf(recipient).Fault is { } fault)
            {
                Add(context, Pointer(to, i, "phone"), fault.Code, fault.Detail);
            }

            if (recipient.Reference is not null)
            {
                CheckReference(recipient.Reference, Pointer(to, i, "reference"), context);
            }

            if (recipient.Name is not null)
            {
                CheckLength(recipient.Name, MaxName, Pointer(to, i, "name"), context);
            }

            if (recipient.Variables is not null)
            {
                CheckVariables(recipient.Variables, to, i, context);
            }
        }
    }

    private static void CheckVariables(Dictionary<string, string> variables, RecipientList to, int index, ValidationContext<SendMessageRequest> context)
    {
        foreach (var (name, value) in variables)
        {
            if (value is null && !IsFull(context))
            {
                Add(context, $"{Pointer(to, index, "variables")}/{JsonPointer.Escape(name)}", "invalid_type", "Must be a string.");
            }
        }
    }

    private static void CheckMetadata(SendMessageRequest request, ValidationContext<SendMessageRequest> context)
    {
        if (request.Metadata is not { } metadata)
        {
            return;
        }

        if (metadata.Count > MaxMetadata)
        {
            Add(context, "/metadata", "too_many_entries", $"{metadata.Count} entries; at most {MaxMetadata}.");
        }

        foreach (var (key, value) in metadata)
        {
            if (value is null)
            {
                Add(context, $"/metadata/{JsonPointer.Escape(key)}", "invalid_type", "Must be a string.");
            }
            else if (key.Length > MaxMetadataKey)
            {
                Add(context, "/metadata", "too_long", $"A key has {key.Length} characters; at most {MaxMetadataKey}.");
            }
            else if (value.Length > MaxMetadataValue || value.Contains('\0') || key.Contains('\0'))
            {
                CheckLength(value, MaxMetadataValue, $"/metadata/{JsonPointer.Escape(key)}", context);
                CheckNoNul(key, $"/metadata/{JsonPointer.Escape(key)}", context);
            }
        }
    }

    private static void CheckTimes(SendMessageRequest request, DateTimeOffset now, ValidationContext<SendMessageRequest> context)
    {
        if (ScheduleRules.Fault(request.ScheduledAt, now) is { } schedule)
        {
            Add(context, schedule.Pointer, schedule.Code, schedule.Detail);
        }

        if (request.ExpireHours is < 1 or > LongestExpiry)
        {
            Add(context, "/expireHours", "out_of_range", $"1 to {LongestExpiry} hours.");
        }
    }

    private static void CheckReference(string? reference, string pointer, ValidationContext<SendMessageRequest> context) =>
        CheckLength(reference, MaxReference, pointer, context);

    private static void CheckLength(string? text, int max, string pointer, ValidationContext<SendMessageRequest> context)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > max)
        {
            Add(context, pointer, "too_long", $"{text.Length.ToString(CultureInfo.InvariantCulture)} characters; at most {max}.");
        }

        CheckNoNul(text, pointer, context);
    }

    // PostgreSQL has no place for U+0000, and nobody means it.
    private static void CheckNoNul(string text, string pointer, ValidationContext<SendMessageRequest> context)
    {
        if (text.Contains('\0'))
        {
            Add(context, pointer, "invalid_character", "Holds the character U+0000.");
        }
    }

    /// <summary>The pointer of a field of a recipient: <c>/to/0/phone</c> in an array, <c>/to/phone</c> for a single one.</summary>
    public static string Pointer(RecipientList to, int index, string field) => to.IsArray
        ? string.Create(CultureInfo.InvariantCulture, $"/to/{index}/{field}")
        : $"/to/{field}";

    private static bool IsFull(ValidationContext<SendMessageRequest> context) => context.RootContextData.TryGetValue(Found, out var found) && (int)found >= MaxFaults;

    private static void Add(ValidationContext<SendMessageRequest> context, string pointer, string code, string detail)
    {
        context.RootContextData[Found] = context.RootContextData.TryGetValue(Found, out var found) ? (int)found + 1 : 1;
        context.AddFailure(new ValidationFailure(pointer, detail) { ErrorCode = code });
    }
}

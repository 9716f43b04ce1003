using FluentValidation;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Batches;

/// <summary>What can be said of a batch before its messages are looked at, which needs the account.</summary>
internal sealed class BatchRequestValidator : RequestValidator<BatchRequest>
{
    public const int MaxName = 200;

    private const int MaxFaults = 100;

    public BatchRequestValidator()
    {
        RuleFor(request => request.Name).AtMost(MaxName);
        RuleFor(request => request.Defaults!.To).Must(to => to is null).Fault("unexpected_field", "Each message has its own recipients.").When(request => request.Defaults is not null);
        RuleFor(request => request.Messages)
            .Must(messages => messages is { Count: > 0 }).Fault("required", "Give at least one message.")
            .Must(messages => Recipients(messages) <= SendBatch.MaxMessages)
            .Fault("too_many_recipients", messages => $"{Recipients(messages)} recipients; at most {SendBatch.MaxMessages}. Send more as application/x-ndjson or text/csv.");
        RuleFor(request => request).Custom(static (request, context) =>
        {
            foreach (var fault in (request.Pace?.Faults("/pace") ?? []).Concat(TooMuch(request, context.Around().Size)))
            {
                context.Add(fault);
            }
        });
    }

    private static long Recipients(List<SendMessageRequest>? messages) => (messages ?? []).Sum(message => (long)(message.To?.Items.Count ?? 1));

    /// <summary>Looked at once for the defaults, which are read again for each message. Walks the fields of a request by itself, and knows where it is.</summary>
    private static IEnumerable<Fault> TooMuch(BatchRequest request, long bytes) =>
        RequestBounds.Faults(request.Defaults, bytes, "/defaults")
            .Concat(OfMessages(request, bytes))
            .Take(MaxFaults);

    private static IEnumerable<Fault> OfMessages(BatchRequest request, long bytes)
    {
        for (var i = 0; i < Math.Min(request.Messages?.Count ?? 0, SendBatch.MaxMessages); i++)
        {
            foreach (var fault in RequestBounds.Faults(request.Messages![i], bytes)) // It has so many.
            {
                yield return SendBatch.At(i, fault);
            }
        }
    }
}

using System.Text.Json.Serialization;
using Gateway.Messages;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Requests;

/// <summary>The answer to a send: one message for each recipient, in the order given.</summary>
internal sealed record SendMessageResponse
{
    /// <summary>The id of this request as a whole; with one recipient it is the message's own.</summary>
    public required Guid BatchId { get; init; }

    public required IReadOnlyList<SentMessage> Messages { get; init; }

    /// <summary>What was accepted but is probably a mistake; absent when there is nothing to warn of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Warning>? Warnings { get; init; }
}

/// <summary>One accepted message.</summary>
internal sealed record SentMessage
{
    public required Guid Id { get; init; }

    /// <summary>The recipient's number, digits only.</summary>
    public required string To { get; init; }

    public required MessageStatus Status { get; init; }

    public required string? Reference { get; init; }

    /// <summary>
    /// Only with <c>onUnmappable: replace</c>: which letters were replaced; absent when none was. A fallback that the
    /// gateway sends lists its own.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }
}

/// <summary>Something in a request that was accepted as it is, but is probably a mistake.</summary>
/// <param name="Pointer">Where it is: an RFC 6901 JSON pointer into the body.</param>
/// <param name="Code">
/// Stable code for programs: <c>unused_variable</c>, <c>other_placeholder</c>; of a table also <c>empty_variable</c>, of
/// a dry run <c>idempotency_key_unused</c>.
/// </param>
/// <param name="Detail">In words.</param>
internal sealed record Warning(string Pointer, string Code, string Detail)
{
    /// <summary>More would only repeat themselves.</summary>
    private const int Max = 100;

    public Warning InKorean() => this with { Detail = KoreanWords.Told(Code, Detail) };

    /// <summary>Null when there are none.</summary>
    public static IReadOnlyList<Warning>? From(IEnumerable<Fault> faults) =>
        faults.Take(Max).Select(fault => new Warning(fault.Pointer, fault.Code, fault.Detail)).ToList() is { Count: > 0 } warnings ? warnings : null;
}

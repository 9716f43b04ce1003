using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Batches;

/// <summary>Up to 10,000 messages, all or none of them.</summary>
internal sealed record BatchRequest
{
    /// <summary>Your own name for it, at most 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Fields for every message that leaves them out; all but <c>to</c>.</summary>
    [DefaultsOf("MessageDefaults", without: "to")]
    public SendMessageRequest? Defaults { get; init; }

    /// <summary>
    /// The same content may go to the same recipient more than once in this batch, for every message that does not say
    /// itself. Default: <c>false</c>, which refuses it (<c>duplicate_recipient</c>).
    /// </summary>
    public bool? AllowDuplicates { get; init; }

    /// <summary>
    /// Everything is checked and stored, and nothing leaves until <c>POST /v1/batches/{id}/release</c>; without one the
    /// batch is canceled after 30 days. Default: <c>false</c>.
    /// </summary>
    public bool? Hold { get; init; }

    /// <summary>Spreads the batch over time; absent: all at once.</summary>
    public PaceRequest? Pace { get; init; }

    /// <summary>The messages. Together they may have 10,000 recipients. Required.</summary>
    [Required]
    public List<SendMessageRequest>? Messages { get; init; }

    /// <summary>The defaults with what the batch says itself of every message.</summary>
    internal SendMessageRequest? AllDefaults() => AllowDuplicates is null
        ? Defaults
        : (Defaults ?? new SendMessageRequest()) with { AllowDuplicates = Defaults?.AllowDuplicates ?? AllowDuplicates };
}

/// <summary>The outcome of sending a batch.</summary>
internal sealed record BatchResponse
{
    public required Guid Id { get; init; }

    /// <summary>Messages that are stored and will be sent: one for each recipient.</summary>
    public required int Accepted { get; init; }

    /// <summary>Invalid lines, which were skipped.</summary>
    public required int Rejected { get; init; }

    /// <summary>The first 100 errors. <c>GET /v1/batches/{id}/rejects</c> has all lines that were skipped.</summary>
    public required IReadOnlyList<BatchFault> Errors { get; init; }

    /// <summary>Of a table: accepted lines whose number had lost its 0 in a spreadsheet, and got it back.</summary>
    public int Repaired { get; init; }

    /// <summary>
    /// What was accepted but is probably a mistake, the first 100; absent when there is nothing to warn of. An upload
    /// is warned of <c>other_placeholder</c> and, of a table, <c>empty_variable</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Warning>? Warnings { get; init; }

    /// <summary>
    /// Only for JSON with <c>onUnmappable: replace</c>: which letters of all messages were replaced, the first 100;
    /// absent when none was. Each message lists its own.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    public BatchResponse InKorean() => this with
    {
        Errors = [.. Errors.Select(static fault => fault.InKorean())],
        Warnings = Warnings?.Select(static warning => warning.InKorean()).ToList(),
    };
}

/// <summary>An error of a line.</summary>
/// <param name="Line">The line in the upload, from 1; in CSV the line on which the record starts.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Pointer">Which field of the message.</param>
/// <param name="Detail">In words.</param>
internal sealed record BatchFault(int Line, string Code, string Pointer, string Detail)
{
    public BatchFault InKorean() => this with { Detail = KoreanWords.Told(Code, Detail) };
}

[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(Recipient))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchList))]
[JsonSerializable(typeof(IReadOnlyList<BatchFault>))]
[JsonSerializable(typeof(IReadOnlyList<Replacement>))]
[JsonSerializable(typeof(BatchCounts))]
[JsonSerializable(typeof(RejectedLines))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(ResendResponse))]
[JsonSerializable(typeof(ResendState))]
internal sealed partial class BatchJson : JsonSerializerContext
{
    public static BatchJson Strict { get; } = new(new JsonSerializerOptions(RequestJson.Strict.Options)
    {
        TypeInfoResolver = Default,
        Converters = { new LowerCaseEnum<BatchState>() },
    });
}

using System.Text.Json;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Requests;
using Gateway.Messages;
using Gateway.Platform.OpenApi;

namespace Gateway.Acceptance.Batches.Resend;

/// <summary>Which messages of a batch to send again, and with what changed.</summary>
internal sealed record ResendRequest
{
    /// <summary>
    /// Ends that are sent again: <c>failed</c>, <c>expired</c>, <c>canceled</c>. Default: failed and expired.
    /// </summary>
    public List<MessageStatus>? Statuses { get; init; }

    /// <summary>
    /// Only those whose <c>result.retryable</c> is true: they may succeed without anybody's action, and were certainly
    /// not delivered. Default: <c>false</c>.
    /// </summary>
    public bool? OnlyRetryable { get; init; }

    /// <summary>
    /// Fields that take the place of the messages' own, such as another <c>vendor</c> or <c>channel</c>, or
    /// <c>scheduledAt</c>; all but <c>to</c>. With another channel, what that channel does not have is left out.
    /// </summary>
    [DefaultsOf("MessageDefaults", without: "to")]
    public SendMessageRequest? Defaults { get; init; }

    /// <summary>Your own name for the new batch, at most 200 characters. Default: the name of the first.</summary>
    public string? Name { get; init; }

    /// <summary>The new batch waits for its release, as with <c>POST /v1/batches</c>. Default: <c>false</c>.</summary>
    public bool? Hold { get; init; }

    /// <summary>Spreads the new batch over time; absent: all at once.</summary>
    public PaceRequest? Pace { get; init; }

    internal IReadOnlyList<MessageStatus> StatusesOrDefault() =>
        Statuses ?? [MessageStatus.Failed, MessageStatus.Expired];
}

/// <summary>A resend as its batch keeps it.</summary>
internal sealed record ResendState
{
    /// <summary>The last message of the first batch that is done with.</summary>
    public Guid After { get; init; }

    public ResendSkipped Skipped { get; init; } = new();

    /// <summary>
    /// As it was stored. One that cannot be read begins anew: what was sent again is not sent once more.
    /// </summary>
    public static ResendState Read(string? stored)
    {
        try
        {
            return stored is not null
                && JsonSerializer.Deserialize(stored, BatchJson.Strict.ResendState) is { Skipped: not null } state
                ? state
                : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }
}

/// <summary>The outcome of a resend.</summary>
internal sealed record ResendResponse
{
    /// <summary>The new batch.</summary>
    public required Guid Id { get; init; }

    /// <summary>The batch whose messages are sent again.</summary>
    public required Guid? ResendOf { get; init; }

    /// <summary>Messages that are stored and will be sent.</summary>
    public required int Accepted { get; init; }

    /// <summary>Messages that may not be sent as things are now; they can be sent again later.</summary>
    public required int Rejected { get; init; }

    /// <summary>The first 100 errors; <c>line</c> counts the messages of the first batch that were looked at.</summary>
    public required IReadOnlyList<BatchFault> Errors { get; init; }

    public required ResendSkipped Skipped { get; init; }
}

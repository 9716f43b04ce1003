using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Requests;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform;

namespace Gateway.Acceptance.Batches;

/// <summary>Messages of a batch by status.</summary>
internal sealed record BatchCounts
{
    public long Scheduled { get; init; }

    public long Accepted { get; init; }

    public long Queued { get; init; }

    public long Sending { get; init; }

    public long Delivered { get; init; }

    public long Failed { get; init; }

    public long Expired { get; init; }

    public long Canceled { get; init; }

    public long All() => Scheduled + Accepted + Queued + Sending + Ended();

    public long Ended() => Delivered + Failed + Expired + Canceled;
}

/// <summary>A batch as clients see it.</summary>
internal sealed record BatchView
{
    private const string HiddenDetail = "A key with messages:read-pii sees more.";

    public required Guid Id { get; init; }

    public required string? Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the upload ended; null while more may come.</summary>
    public required DateTimeOffset? UploadedAt { get; init; }

    /// <summary>Messages that were stored: one for each recipient.</summary>
    public required int Accepted { get; init; }

    /// <summary>Invalid lines, which were skipped.</summary>
    public required int Rejected { get; init; }

    /// <summary>Of a table: accepted lines whose number had lost its 0 in a spreadsheet, and got it back.</summary>
    public required int Repaired { get; init; }

    /// <summary>The first 100 errors. <c>GET /v1/batches/{id}/rejects</c> has all lines that were skipped.</summary>
    public required IReadOnlyList<BatchFault> Errors { get; init; }

    /// <summary>
    /// Only with <c>onUnmappable: replace</c>: the letters that were replaced in its messages, summed up; absent when
    /// none was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Replacement>? Replacements { get; init; }

    /// <summary>Messages by status, with the fallbacks that the gateway sent; as they were at <c>completedAt</c> once that is set. Null in lists until then.</summary>
    public required BatchCounts? Counts { get; init; }

    /// <summary>The part of its messages that has ended, 0 to 1. Null in lists until it has completed.</summary>
    public required double? Progress { get; init; }

    /// <summary>When its last message had ended.</summary>
    public required DateTimeOffset? CompletedAt { get; init; }

    public required BatchState State { get; init; }

    /// <summary>
    /// Of a batch that was held: when the hold ends at the latest; without a release it is canceled then.
    /// </summary>
    public required DateTimeOffset? HeldUntil { get; init; }

    public required DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>When it was canceled as a whole.</summary>
    public required DateTimeOffset? CanceledAt { get; init; }

    /// <summary>How it is spread over time; null: all at once.</summary>
    public required PaceRequest? Pace { get; init; }

    /// <summary>The batch whose messages this one sends again; null when it is none of those.</summary>
    public required Guid? ResendOf { get; init; }

    /// <summary>Of a resend: messages of the first batch that were not sent again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResendSkipped? Skipped { get; init; }

    /// <summary>
    /// Only there when true: what the gateway stored of its counts or errors cannot be read. It shows the rest.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Damaged { get; init; }

    /// <summary>As this key may see it, in the language of the answer.</summary>
    public BatchView For(KnownKey key, bool inKorean)
    {
        var seen = For(key);
        return inKorean
            ? seen with
            {
                Errors = [.. seen.Errors.Select(static fault => fault.InKorean())],
            }
            : seen;
    }

    /// <summary>As this key may see it: what is told of faulty lines, and the names of their fields, may hold numbers, and letters of a name.</summary>
    private BatchView For(KnownKey key) => key.ReadsPii ? this : this with { Name = Name is null ? null : Mask.Text(Name), Errors = [.. Errors.Select(Masked)] };

    public static BatchFault Masked(BatchFault fault) => fault with
    {
        Pointer = Mask.Pointer(fault.Pointer),
        Detail = fault.Pointer.EndsWith("/name", StringComparison.Ordinal) ? HiddenDetail : Mask.Text(fault.Detail),
    };

    /// <summary>A batch with the counts of this moment, or with its own when it has completed.</summary>
    public static BatchView Of(Batch batch, BatchCounts? now)
    {
        var isDamaged = false;
        var counts = batch.Counts is { } stored ? Read(stored, BatchJson.Strict.BatchCounts) : now;
        var errors = Read(batch.Errors, BatchJson.Strict.IReadOnlyListBatchFault);
        var replacements = batch.Replacements is { } replaced
            ? Read(replaced, BatchJson.Strict.IReadOnlyListReplacement)?
                .Where(static one => one is { By: not null }).ToList()
            : null;
        return new BatchView
        {
            Id = batch.Id,
            Name = batch.Name,
            CreatedAt = batch.CreatedAt,
            UploadedAt = batch.UploadedAt,
            Accepted = batch.Accepted,
            Rejected = batch.Rejected,
            Repaired = batch.Repaired,
            Errors = [.. (errors ?? []).Where(static fault => fault is { Detail: not null })],
            Replacements = replacements,
            Counts = counts,
            Progress = batch.CompletedAt is not null ? 1 : counts is null ? null : counts.All() == 0 ? 0 : Math.Round((double)counts.Ended() / counts.All(), 4),
            CompletedAt = batch.CompletedAt,
            State = StateOf(batch),
            HeldUntil = batch.HeldUntil,
            ReleasedAt = batch.ReleasedAt,
            CanceledAt = batch.CanceledAt,
            Pace = batch.Timing.Pace is { } pace
                ? new PaceRequest { Messages = pace.Messages, EverySeconds = pace.EverySeconds }
                : null,
            ResendOf = batch.ResendOf,
            Skipped = batch.Resend is { } resend ? Read(resend, BatchJson.Strict.ResendState)?.Skipped : null,
            Damaged = isDamaged,
        };

        T? Read<T>(string json, JsonTypeInfo<T> type)
            where T : class
        {
            try
            {
                return JsonSerializer.Deserialize(json, type);
            }
            catch (JsonException)
            {
                isDamaged = true;
                return null;
            }
        }
    }

    private static BatchState StateOf(Batch batch) =>
        batch.CanceledAt is not null ? BatchState.Canceled
        : batch.CompletedAt is not null ? BatchState.Completed
        : batch.UploadedAt is null ? BatchState.Uploading
        : batch is { HeldUntil: not null, ReleasedAt: null } ? BatchState.Held
        : BatchState.Sending;
}

/// <summary>The state of a batch.</summary>
internal enum BatchState
{
    /// <summary>Lines are still read, or the upload broke off and may go on.</summary>
    Uploading = 0,

    /// <summary>Everything is stored, and nothing leaves before its release.</summary>
    Held = 1,

    /// <summary>Its messages leave, or have left and have not all ended.</summary>
    Sending = 2,

    /// <summary>All its messages have ended.</summary>
    Completed = 3,

    /// <summary>It was canceled as a whole: what no agent had taken does not leave.</summary>
    Canceled = 4,
}

/// <summary>A page of batches, newest first.</summary>
internal sealed record BatchList(IReadOnlyList<BatchView> Items, string? NextCursor);

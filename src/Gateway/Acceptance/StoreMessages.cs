using System.Runtime.CompilerServices;
using Gateway.Acceptance.Repeats;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Messages.Sealing;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance;

/// <summary>
/// The second half of accepting (the first is <see cref="PrepareMessages"/>): repeats are marked, contents sealed, the
/// quota is taken, and all messages are stored in one transaction, or none. What was not stored uses up no quota.
/// </summary>
internal sealed class StoreMessages(
    UseQuota quota,
    MarkMessages mark,
    SealContent seal,
    IntakeQueue intake,
    [FromKeyedServices(IntakeQueue.OfMarked)] IntakeQueue marked,
    StoreGroup group,
    MessageSignals signals) : IStoreParts
{
    /// <summary>What comes now would be refused, so that there is no need to read it.</summary>
    public bool IsFull => intake.IsFull;

    /// <summary>A request, or a whole batch. Pooled, because every request passes here and waits.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IntakeOutcome> StoreAsync(
        KnownKey caller, Intended intended, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(caller, intended, cancellationToken);
        if (await quota.TakeAsync(caller, request.Messages.Count, cancellationToken) is { } exceeded)
        {
            // A repeated request gets its first answer, whatever was used up since.
            var first = request.Key is null ? null : await group.CompareAsync(request, cancellationToken);
            return first is { Kind: IntakeKind.Replayed or IntakeKind.AnswerLost }
                ? first
                : IntakeOutcome.Exceeded(exceeded);
        }

        var stored = false;
        try
        {
            var outcome = await (request.Along is not null ? StorePastQueueAsync(request)
                : request.Marks is null ? intake.AcceptAsync(request)
                : marked.AcceptAsync(request));
            stored = outcome.Kind == IntakeKind.Stored;
            return outcome;
        }
        finally
        {
            if (!stored)
            {
                await quota.GiveBackAsync(caller, request.Messages.Count);
            }
        }
    }

    public async Task<IReadOnlyList<Repeat>> StorePartAsync(KnownKey caller, Intended intended)
    {
        var request = await RequestAsync(caller, intended, CancellationToken.None);
        await group.StoreAsync([request], request.Messages, insert: null, CancellationToken.None);
        return request.Done.Task.IsCompleted ? (await request.Done.Task).Repeats : [];
    }

    public ValueTask<ProblemResult?> TakeQuotaAsync(KnownKey caller, int messages) =>
        quota.TakeAsync(caller, messages, CancellationToken.None);

    public ValueTask GiveBackQuotaAsync(KnownKey caller, int messages) => quota.GiveBackAsync(caller, messages);

    private async ValueTask<IntakeRequest> RequestAsync(
        KnownKey caller, Intended intended, CancellationToken cancellationToken) =>
        new(caller.AccountId, seal.Seal(intended.Messages), intended.Answer)
        {
            Key = intended.Key,
            Hash = intended.Hash,
            Along = intended.Along,
            Marks = await mark.MarkAsync(caller, intended.Messages, cancellationToken),
        };

    /// <summary>Past the queue of single requests: nobody there should wait for 10,000 rows.</summary>
    private async Task<IntakeOutcome> StorePastQueueAsync(IntakeRequest request)
    {
        var repeated = await group.StoreAsync([request], request.Messages, insert: null, CancellationToken.None);
        if (request.Done.Task.IsCompleted)
        {
            return await request.Done.Task;
        }

        if (repeated.Count > 0)
        {
            return await group.CompareAsync(request, CancellationToken.None);
        }

        signals.Accepted.Beat(request.Messages);
        return IntakeOutcome.Stored(request.Answer);
    }
}

using System.Buffers;
using System.Security.Cryptography;
using Gateway.Acceptance.Batches.Holds;
using Gateway.Acceptance.Batches.Rejects;
using Gateway.Acceptance.Batches.Resend;
using Gateway.Acceptance.DryRuns;
using Gateway.Acceptance.Requests;
using Gateway.Acceptance.Rules;
using Gateway.Acceptance.Store;
using Gateway.Accounts;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;

namespace Gateway.Acceptance.Batches;

/// <summary>An upload that is being read: gathers messages and stores them chunk by chunk, each with the lines that it ends at.</summary>
/// <param name="batch">What it adds to; begun before, when it is repeated.</param>
/// <param name="before">The same, as it is shown.</param>
/// <param name="start">A hash over all that is said of every line.</param>
/// <param name="caller">Who sends it.</param>
/// <param name="rejects">Where rejected lines go.</param>
/// <param name="parts">What all uploads share.</param>
internal sealed class Upload(
    Batch batch,
    BatchView before,
    byte[] start,
    KnownKey caller,
    KeepRejects rejects,
    UploadParts parts)
{
    /// <summary>Messages of one transaction: big enough for COPY to pay, small enough to hold in memory many times.</summary>
    private const int MostOfChunk = 2000;

    /// <summary>What lines say, of those that wait: long ones are stored before they are so many.</summary>
    private const int CharactersOfChunk = 2_000_000;

    private const int MaxErrors = 100;

    private readonly List<BatchFault> _errors = [.. before.Errors];
    private int _newlyRejected;
    private int _stored = batch.Lines;

    /// <summary>The chunk that is being stored, and the one before it.</summary>
    private Task _storing = Task.CompletedTask;
    private Task _earlier = Task.CompletedTask;

    /// <summary>What waits to be stored.</summary>
    private GatheredLines Chunk => field ??= new((line, faults) => Reject(line.Line, line.Values, faults));

    public Guid Id => batch.Id;

    /// <summary>Nothing of it is stored.</summary>
    public bool IsDry => parts.AreDry;

    public int Accepted { get; private set; } = batch.Accepted;

    public int Rejected { get; private set; } = batch.Rejected;

    public int Repaired { get; private set; } = batch.Repaired;

    public IReadOnlyList<BatchFault> Errors => _errors;

    /// <summary>Letters that were replaced in what is stored; null: none.</summary>
    public IReadOnlyList<Replacement>? Replacements { get; private set; } = before.Replacements;

    /// <summary>What is kept of a resend; null for an upload of lines.</summary>
    public ResendState? Resend { get; private set; }

    /// <summary>False while no line with a message was read, good or bad.</summary>
    public bool Any { get; private set; } = batch.Accepted + batch.Rejected > 0;

    /// <summary>Lines read so far.</summary>
    public int Lines { get; private set; }

    /// <summary>A hash over all lines read so far, composed.</summary>
    public byte[] Hash { get; private set; } = start;

    /// <summary>Counts a line. False: an earlier upload with this key is done with it.</summary>
    public bool Next(UploadLine line)
    {
        Lines++;
        var text = ComposedBody.OfText(line.Bytes.Span);
        var hashed = ArrayPool<byte>.Shared.Rent(Hash.Length + text.Length);
        Hash.CopyTo(hashed, 0);
        text.CopyTo(hashed.AsSpan(Hash.Length));
        Hash = SHA256.HashData(hashed.AsSpan(0, Hash.Length + text.Length));
        ArrayPool<byte>.Shared.Return(hashed);
        return Lines > batch.Lines;
    }

    /// <summary>Makes it a resend that goes on behind what is stored.</summary>
    public void GoOnAsResend(ResendState state) => (Resend, Lines) = (state, batch.Lines);

    /// <summary>Counts a message of the first batch that is looked at.</summary>
    public void NextOriginal(Guid id)
    {
        Lines++;
        Resend = Resend! with { After = id }; // Only of a resend.
    }

    /// <summary>Counts messages of the first batch that are not sent again.</summary>
    public void Skip(Func<ResendSkipped, ResendSkipped> count) =>
        Resend = Resend! with { Skipped = count(Resend.Skipped) }; // Only of a resend.

    /// <summary>The batch as it is after all that was stored.</summary>
    public BatchView ToView() => before with
    {
        Accepted = Accepted,
        Rejected = Rejected,
        Errors = Errors,
        Skipped = Resend?.Skipped,
    };

    /// <summary>What would have become of it, after all that was tried.</summary>
    public DryRunResponse ViewOf(DryRun dry, KnownKey caller) => dry.View() with
    {
        Rejected = Rejected,
        Repaired = Repaired,
        Replacements = Replacements,
        Skipped = Resend?.Skipped,
        Errors = [.. (caller.ReadsPii ? Errors : [.. Errors.Select(BatchView.Masked)])
            .Select(static fault => new DryRunFault(fault.Line, fault.Code, fault.Pointer, fault.Detail))],
    };

    /// <param name="line">Where it stands.</param>
    /// <param name="values">What it says, to be kept.</param>
    /// <param name="faults">Why it is not sent.</param>
    public void Reject(int line, IReadOnlyList<string> values, IReadOnlyList<Fault> faults)
    {
        Any = true;
        _newlyRejected++;
        _errors.AddRange(faults.Take(MaxErrors - _errors.Count).Select(fault => new BatchFault(line, fault.Code, fault.Pointer, fault.Detail)));
        rejects.Add(line, values, faults);
        parts.Rejected?.Invoke(faults);
    }

    /// <summary>
    /// Takes the messages of a line; what it says is kept until they are stored, for they may be refused still.
    /// </summary>
    public void Add(GoodLine line)
    {
        Any = true;
        Chunk.Add(line);
    }

    /// <summary>Stores the chunk when it is full.</summary>
    public async ValueTask StoreFullAsync()
    {
        if (Chunk.Count >= MostOfChunk
            || Lines - _stored >= MostOfChunk
            || Chunk.Characters + rejects.Waiting >= CharactersOfChunk)
        {
            await StoreAsync(last: false);
        }
    }

    /// <summary>
    /// Stores what was gathered with the batch's new counts; the next lines are read meanwhile where nothing of the
    /// chunk can be refused any more. Throws what became of the chunks before, too:
    /// <see cref="BatchClosedException"/> when the batch takes nothing any more.
    /// </summary>
    public async Task StoreAsync(bool last)
    {
        var isAwaited = last || IsDry || Resend is not null
            || caller is not { DuplicateWindowSeconds: null, RecipientHourlyCap: null };
        await (isAwaited ? _storing : _earlier);
        await RefuseOptedOutAsync();
        Chunk.RejectDuplicates();
        RejectTooSlow();
        var taken = await Chunk.TakeQuotaAsync(messages => parts.Store.TakeQuotaAsync(caller, messages));
        if (isAwaited)
        {
            await StoreAsync(taken, last);
            return;
        }

        var messages = Timed();
        var change = Change(last);
        Stored(messages.Count, change);
        var before = _earlier = _storing;
        _storing = Task.Run(() => WriteAsync(messages, change, taken, before));
    }

    /// <summary>
    /// Waits for the chunks that are being stored, whatever becomes of them: for an upload that breaks off.
    /// </summary>
    public Task FinishAsync() => Task.WhenAny(Task.WhenAll(_earlier, _storing));

    private async Task StoreAsync(int taken, bool last)
    {
        var (stored, change) = (0, Change(last));
        try
        {
            while (!await TryStoreAsync(change))
            {
                change = Change(last);
            }

            stored = Chunk.Count;
        }
        finally
        {
            await parts.Store.GiveBackQuotaAsync(caller, taken - stored);
        }

        Stored(stored, change);
    }

    /// <summary>
    /// Two at a time are written, and end in their order: each says behind which line it stands, and nothing of it
    /// stands when the one before it does not.
    /// </summary>
    private async Task WriteAsync(IReadOnlyList<NewMessage> messages, BatchChange change, int taken, Task before)
    {
        var stored = 0;
        try
        {
            var part = new Intended(messages, [])
            {
                Along = async (connection, request, now, cancellationToken) =>
                {
                    await before;
                    await change.StoreAsync(connection, request, now, cancellationToken);
                },
            };
            await parts.Store.StorePartAsync(caller, part);
            stored = taken;
        }
        finally
        {
            await parts.Store.GiveBackQuotaAsync(caller, taken - stored);
        }
    }

    private BatchChange Change(bool last) => new()
    {
        Id = Id,
        LinesBefore = _stored,
        Lines = Lines,
        LinesHash = Hash,
        Rejected = _newlyRejected,
        Repaired = Chunk.Repaired,
        Rejects = rejects.Of(Id),
        Errors = [.. _errors],
        Replacements = Replacement.Sum(Chunk.Messages, Replacements),
        Last = last,
        Resend = Resend,
        Claims = Resend is null ? null : Chunk.Claims(),
    };

    /// <summary>The messages of the chunk with the times that the batch gives them.</summary>
    private IReadOnlyList<NewMessage> Timed() =>
        batch.Timing.Apply([.. Chunk.Messages], Accepted, batch.CreatedAt, parts.Quiet);

    /// <summary>How many lines come is known only when they have come.</summary>
    private void RejectTooSlow()
    {
        if (batch.Timing.Pace is { } pace && pace.IsTooSlow(Accepted + Chunk.Count))
        {
            var place = Accepted;
            Chunk.RejectWhere(line => pace.IsTooSlow(place += line.Messages.Count) ? [PaceRequest.TooSlow("/pace")] : []);
        }
    }

    private void Stored(int messages, BatchChange change)
    {
        (_stored, Accepted, Rejected) = (Lines, Accepted + messages, Rejected + _newlyRejected);
        Repaired += change.Repaired;
        Replacements = change.Replacements;
        Chunk.Clear();
        rejects.Clear();
        _newlyRejected = 0;
    }

    /// <summary>Stores the chunk; or answers false, without the messages that kept it from being stored.</summary>
    private async Task<bool> TryStoreAsync(BatchChange change)
    {
        var messages = Timed();
        try
        {
            var repeats = await parts.Store.StorePartAsync(
                caller, new Intended(messages, []) { Along = change.StoreAsync });
            Chunk.RejectRepeats(repeats);
            return repeats.Count == 0;
        }
        catch (ResentBeforeException before)
        {
            // Another resend was faster with these: they are none of this one's.
            var left = Chunk.Leave(before.Messages);
            Skip(skipped => skipped with { AlreadyResent = skipped.AlreadyResent + left });
            return false;
        }
    }

    /// <summary>Lines with advertisements to numbers that have opted out are rejected: one look at the list for the whole chunk.</summary>
    private async Task RefuseOptedOutAsync()
    {
        var optedOut = await parts.OptOuts.FindAsync(caller.AccountId, [.. Chunk.Messages], CancellationToken.None);
        if (optedOut.Count > 0)
        {
            Chunk.RejectWhere(line => [.. OptOutRules.Faults(line.Messages, optedOut, line.PhoneAt)]);
        }
    }

    /// <summary>A line that was stored before a break: those that come now are compared with it too.</summary>
    public void Remember(GoodLine line) => Chunk.Remember(line);
}

namespace Gateway.Vendors;

/// <summary>
/// One vendor's queue, result and log tables, whatever their protocol and database. All members may be called at once from many threads
/// and from many processes. Every member ends in time, and throws a
/// <see cref="System.Data.Common.DbException"/> when the database cannot be reached or does not answer, unless it says otherwise.
/// </summary>
public interface IVendorQueue
{
    /// <summary>What stands in the way of writing rows; null while nothing is known to.</summary>
    QueueTrouble? Writing => null;

    /// <summary>What stands in the way of reading results; null while nothing is known to.</summary>
    QueueTrouble? Reading => null;

    /// <summary>
    /// Letters that the column of a Kakao template's code holds, as the last look found it; null before one, and where
    /// the protocol has no such column.
    /// </summary>
    int? TemplateCodeLength => null;

    /// <summary>The same for the column of a message's text.</summary>
    int? TextLength => null;

    /// <summary>
    /// Why rows have no place for <see cref="OutgoingMessage.OriginCode"/>, as the last look found it; null when they
    /// have one.
    /// </summary>
    string? OriginCodeAbsent => "This vendor's tables have no column for it.";

    /// <summary>
    /// Looks at the tables, creates the missing ones when the settings allow it, and creates the ledger table and the indexes that look-ups need.
    /// Idempotent; call it again after a failure.
    /// </summary>
    Task<QueueInspection> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of these messages and the ledger entry of <paramref name="handOverId"/> in one transaction: all or nothing, and at most once
    /// for one id, even when two processes try it at the same moment. Rows get their keys in the order given; neighbours with the same content may share one. Never throws for a database fault:
    /// the outcome tells what is certain.
    /// </summary>
    Task<HandOverOutcome> HandOverAsync(Guid handOverId, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Says for certain whether a hand-over is in. An id that the ledger does not know is entered as given up, so that a slow writer of the same id
    /// finds it taken: the answer never changes afterwards. Idempotent.
    /// </summary>
    Task<HandOverFate> ResolveAsync(Guid handOverId, CancellationToken cancellationToken);

    /// <summary>Counts messages that wait untouched in the queue table; stops counting at <paramref name="limit"/>.</summary>
    Task<int> CountWaitingAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// What can be seen of the agent now: whether it beats, and what waits longest. Costs a look at the first rows of each queue table.
    /// </summary>
    Task<AgentSigns> LookAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Tries whether rows could be written, without writing one: enters the ledger, inserts no row into each queue table, and rolls back. Finds missing rights, renamed columns, a server that is
    /// read-only, and locks. What it finds is in <see cref="Writing"/>.
    /// </summary>
    Task TryWriteAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes those of these rows that the agent has not touched, and leaves a proof of it in the ledger, in the same transaction. Answers exactly the messages whose rows are gone
    /// by our doing, now or by an earlier call: repeated after a crash or a broken connection, it tells the truth. A row that the agent took in the same instant stays and is not in
    /// the answer; nor is a row in the answer that also carries a message which is not to be withdrawn.
    /// </summary>
    Task<IReadOnlyList<Guid>> WithdrawAsync(IReadOnlyList<QueuedRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Messages whose rows have waited untouched for so long that the agent will soon refuse them, oldest first. Rows of other programs may be among them, when their keys look like
    /// ours. Empty where agents take rows of any age.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindAgingAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

    /// <summary>
    /// Makes those of these rows that wait untouched for long young again, as if they had been written now. Changes nothing but their time, and no row that the agent has taken. Idempotent.
    /// Answers how many.
    /// </summary>
    Task<int> RenewAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>
    /// Reads what changed since a moment of the agent's clock, in the places where results appear first. Made for freshness: at least once, pages in no
    /// order across tables, and a row that carries an old time or moves between two looks may be missed; <see cref="ProbeAsync"/> finds those.
    /// </summary>
    IAsyncEnumerable<ScanPage> ScanAsync(DateTimeOffset since, int pageSize, CancellationToken cancellationToken);

    /// <summary>
    /// Looks up messages by their correlation key in every table that can hold them, in the direction in which rows move, so that a row on the move is
    /// not missed. At most one report for each message, the furthest; a message without a row has none.
    /// </summary>
    Task<IReadOnlyList<VendorReport>> ProbeAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellationToken);

    /// <summary>Forgets ledger entries older than <paramref name="before"/>; the caller vouches that none of them is still in doubt. Answers how many.</summary>
    Task<int> PurgeLedgerAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

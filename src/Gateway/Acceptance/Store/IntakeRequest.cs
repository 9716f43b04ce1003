using Gateway.Acceptance.Repeats;
using Gateway.Messages;
using Gateway.Platform.Errors;
using Gateway.Platform.Idempotency;
using Npgsql;

namespace Gateway.Acceptance.Store;

/// <summary>Stores what else belongs into the transaction of a request's messages. Throws when nothing of it may stand.</summary>
internal delegate Task StoreAlong(
    NpgsqlConnection connection, IntakeRequest request, DateTimeOffset now, CancellationToken cancellationToken);

/// <summary>One request on its way into the database: its messages, and its idempotency key if it has one.</summary>
internal sealed class IntakeRequest(Guid accountId, IReadOnlyList<NewMessage> messages, byte[] answer)
{
    public Guid AccountId { get; } = accountId;

    public IReadOnlyList<NewMessage> Messages { get; } = messages;

    /// <summary>The answer that the client gets once the messages are stored; kept with the key, so that a repeated request gets the same.</summary>
    public byte[] Answer { get; } = answer;

    public string? Key { get; init; }

    public byte[] Hash { get; init; } = [];

    /// <summary>What goes along with the messages; null for a request of its own.</summary>
    public StoreAlong? Along { get; init; }

    /// <summary>What its messages are known by when they are repeated; null for accounts that may repeat them. Set, it is stored in a transaction with others that have them, and all or none of it.</summary>
    public RepeatMarks? Marks { get; init; }

    public TaskCompletionSource<IntakeOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>How a request ended.</summary>
internal sealed record IntakeOutcome
{
    public required IntakeKind Kind { get; init; }

    public byte[] Answer { get; init; } = [];

    /// <summary>Why it was refused.</summary>
    public IReadOnlyList<Repeat> Repeats { get; init; } = [];

    /// <summary>Which quota is used up.</summary>
    public ProblemResult? Quota { get; private init; }

    /// <summary>The answer; null when there is a problem.</summary>
    public IResult? Accepted => Kind is IntakeKind.Stored or IntakeKind.Replayed
        ? new AcceptedJson(Answer, replayed: Kind == IntakeKind.Replayed)
        : null;

    public static IntakeOutcome Stored(byte[] answer) => new() { Kind = IntakeKind.Stored, Answer = answer };

    public static IntakeOutcome Replayed(byte[] answer) => new() { Kind = IntakeKind.Replayed, Answer = answer };

    public static IntakeOutcome Refused(IReadOnlyList<Repeat> repeats) => new() { Kind = IntakeKind.Refused, Repeats = repeats };

    public static IntakeOutcome Exceeded(ProblemResult quota) => new() { Kind = IntakeKind.Exceeded, Quota = quota };

    public static IntakeOutcome KeyReused { get; } = new() { Kind = IntakeKind.KeyReused };

    /// <summary>Too many requests wait.</summary>
    public static ProblemResult Busy { get; } = new(ErrorCode.Overloaded, retryAfter: TimeSpan.FromSeconds(1));

    public static IntakeOutcome Overloaded { get; } = new() { Kind = IntakeKind.Overloaded };

    public static IntakeOutcome AnswerLost { get; } = new() { Kind = IntakeKind.AnswerLost };

    public static IntakeOutcome KeyInUse { get; } = new() { Kind = IntakeKind.KeyInUse };

    /// <summary>Why there is no answer. <paramref name="pointer"/>: where the message with an index stands in the request.</summary>
    public ProblemResult Problem(Func<int, string> pointer) => Kind switch
    {
        IntakeKind.Stored or IntakeKind.Replayed => throw new InvalidOperationException("It was accepted."),
        IntakeKind.KeyReused => IdempotencyKey.Reused,
        IntakeKind.KeyInUse => IdempotencyKey.InUse,
        IntakeKind.AnswerLost => IdempotencyKey.AnswerLost(),
        IntakeKind.Overloaded => Busy,
        IntakeKind.Refused => RepeatFaults.Problem(Repeats, pointer),
        IntakeKind.Exceeded => Quota!, // It came with one.
    };
}

internal enum IntakeKind
{
    /// <summary>The messages are committed.</summary>
    Stored = 0,

    /// <summary>The same request was stored before; nothing was stored now.</summary>
    Replayed = 1,

    /// <summary>The key belongs to another request.</summary>
    KeyReused = 2,

    /// <summary>Too many requests wait; nothing was stored.</summary>
    Overloaded = 3,

    /// <summary>Its messages came before, or there are too many to one recipient; nothing was stored.</summary>
    Refused = 4,

    /// <summary>The first request with the key is still being stored; nothing was stored now.</summary>
    KeyInUse = 5,

    /// <summary>
    /// The same request was stored before, and its answer cannot be read any more; nothing was stored now.
    /// </summary>
    AnswerLost = 6,

    /// <summary>Its account has used its quota up; nothing was stored.</summary>
    Exceeded = 7,
}

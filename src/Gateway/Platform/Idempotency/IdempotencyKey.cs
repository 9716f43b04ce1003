using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;

namespace Gateway.Platform.Idempotency;

/// <summary>
/// The header <c>Idempotency-Key</c>: a request that creates something and is repeated with its key is carried out
/// once.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int MaxLength = 255;

    /// <summary>Documents the header on a route.</summary>
    public static RequestHeader Documented { get; } =
        new(Header, "Any string up to 255 characters. The same key and body is carried out once and always gets the first answer. A key counts for one account, one method and path, and for live and test keys apart. An answer that shows a secret is not repeated: 409 `secret_shown_before`, with the `id` of what was made; one that can no longer be read is 409 `answer_lost`, and nothing is carried out again.", MaxLength);

    public static ProblemResult Invalid { get; } =
        ProblemResult.Malformed([new Fault("", "invalid_idempotency_key", $"{Header} takes 1 to {MaxLength} printable ASCII characters, once.")]);

    public static ProblemResult InUse { get; } = new(
        ErrorCode.IdempotencyKeyInUse,
        "Try again in a moment: you get its answer then.",
        retryAfter: TimeSpan.FromSeconds(1));

    public static ProblemResult Reused { get; } =
        new(
            ErrorCode.IdempotencyKeyReused,
            "This Idempotency-Key came before with another body. Use a new key for a new request.");

    public static ProblemResult SecretShown(Guid id) =>
        new(ErrorCode.SecretShownBefore, $"This request was carried out before; what it made has the id {id}. Use a new Idempotency-Key to make another.") { Id = id };

    /// <summary>
    /// The answer that was kept cannot be read. The request was carried out, so it is not carried out again.
    /// </summary>
    public static ProblemResult AnswerLost(Guid? id = null) => new(
        ErrorCode.AnswerLost,
        (id is null ? "What it made is in the list of its kind" : $"What it made has the id {id}")
        + "; it was not carried out again. Use a new Idempotency-Key for a new request.")
    { Id = id };

    /// <summary>False when the header is there but unusable, such as two of them. Null when it is not there.</summary>
    public static bool TryRead(HttpContext context, out string? key)
    {
        key = context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;
        return key is null || (values.Count == 1 && key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange(' ', '~'));
    }
}

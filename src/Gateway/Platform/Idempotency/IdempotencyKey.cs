using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;

namespace Gateway.Platform.Idempotency;

/// <summary>The header <c>Idempotency-Key</c>: a request that creates something and is repeated with its key is carried out once.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const int MaxLength = 255;

    /// <summary>Documents the header on a route.</summary>
    public static RequestHeader Documented { get; } =
        new(Header, "Any string up to 255 characters. The same key and body is carried out once and always gets the first answer.", MaxLength);

    public static ProblemResult Invalid { get; } =
        ProblemResult.Malformed([new Fault("", "invalid_idempotency_key", $"{Header} takes 1 to {MaxLength} printable ASCII characters.")]);

    public static ProblemResult InUse { get; } = new(ErrorCode.IdempotencyKeyInUse, "Try again in a moment: you get its answer then.", retryAfter: TimeSpan.FromSeconds(1));

    public static ProblemResult Reused { get; } =
        new(ErrorCode.IdempotencyKeyReused, "This Idempotency-Key came before with another body. Use a new key for a new request.");

    /// <summary>False when the header is there but unusable. Null when it is not there.</summary>
    public static bool TryRead(HttpContext context, out string? key)
    {
        key = context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;
        return key is null || (key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange(' ', '~'));
    }
}

using System.Globalization;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Accounts;

/// <summary>
/// Two token buckets: wrong keys by address, and requests by key. A right key is never refused because of wrong ones:
/// many people may share an address, and one of them may guess. Answers say how much is left in the <c>RateLimit-*</c>
/// fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-06).
/// </summary>
internal sealed class LimitRequests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FailureStep = TimeSpan.FromSeconds(10);
    private const int StepsAMinute = 6;

    /// <summary>
    /// A bucket that nobody takes from is full again after a minute, so that nobody is refused any more.
    /// </summary>
    private const long RememberedMilliseconds = 61_000;

    private readonly TokenBuckets<string> _failures;
    private readonly TokenBuckets<(Guid? Key, int Rate)> _keys;
    private readonly int _wrong;
    private readonly int _perKey;
    private long _lastFailure = -RememberedMilliseconds;

    public LimitRequests(IOptions<LimitsOptions> options, TimeProvider time)
    {
        _wrong = options.Value.WrongKeysPerMinute;
        _perKey = options.Value.RequestsPerSecond;
        _failures = new TokenBuckets<string>(time);
        _keys = new TokenBuckets<(Guid? Key, int Rate)>(time);
    }

    /// <summary>True when too many wrong keys came from this address. Costs nothing where nobody guesses.</summary>
    public bool IsGuessing(HttpContext context) =>
        Environment.TickCount64 - Volatile.Read(ref _lastFailure) < RememberedMilliseconds
        && _failures.IsEmpty(Address(context));

    /// <summary>
    /// A key was missing or wrong: counts it, and answers the refusal when there were too many before. Null: say that
    /// the key is wrong.
    /// </summary>
    public ProblemResult? CountFailure(HttpContext context)
    {
        Volatile.Write(ref _lastFailure, Environment.TickCount64);
        return _wrong == 0 || _failures.Take(Address(context), _wrong, Math.Max(1, _wrong / StepsAMinute), FailureStep, out _)
            ? null
            : new ProblemResult(
                ErrorCode.RateLimited,
                "Too many wrong keys came from your address. A right key still works.",
                retryAfter: FailureStep);
    }

    /// <summary>
    /// After the key was found: the answer when it calls too often. Tells in the headers what is left.
    /// </summary>
    public ProblemResult? RefuseKey(HttpContext context, KnownKey key)
    {
        var rate = Rate(key);
        if (rate == 0)
        {
            return null;
        }

        var isAllowed = _keys.Take((key.KeyId, rate), rate * 2, rate, Second, out var left);
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = rate.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = "1";
        return isAllowed
            ? null
            : new ProblemResult(ErrorCode.RateLimited, $"This key may make {rate} requests a second.", retryAfter: Second);
    }

    private static string Address(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? ClientAddress.Of(address).ToString() : "";

    private int Rate(KnownKey key) => key.RequestsPerSecond ?? _perKey;
}

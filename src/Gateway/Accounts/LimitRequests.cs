using System.Globalization;
using System.Threading.RateLimiting;
using Gateway.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Accounts;

/// <summary>
/// Two token buckets: wrong keys by address, asked before authentication so that guessing costs little; requests by key, asked after it. Answers say how much is left in the
/// <c>RateLimit-*</c> fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-06).
/// </summary>
internal sealed class LimitRequests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FailureStep = TimeSpan.FromSeconds(10);
    private const int StepsAMinute = 6;

    private readonly PartitionedRateLimiter<string> _failures;
    private readonly PartitionedRateLimiter<KnownKey> _keys;
    private readonly int _perKey;

    public LimitRequests(IOptions<LimitsOptions> options)
    {
        _perKey = options.Value.RequestsPerSecond;
        var wrong = options.Value.WrongKeysPerMinute;
        _failures = PartitionedRateLimiter.Create<string, string>(address => wrong == 0
            ? RateLimitPartition.GetNoLimiter(address)
            : RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(wrong, Math.Max(1, wrong / StepsAMinute), FailureStep)));
        _keys = PartitionedRateLimiter.Create<KnownKey, (Guid?, int)>(key => Rate(key) is var rate && rate == 0
            ? RateLimitPartition.GetNoLimiter((key.KeyId, 0))
            : RateLimitPartition.GetTokenBucketLimiter((key.KeyId, rate), _ => Bucket(rate * 2, rate, Second)));
    }

    public void Dispose()
    {
        _failures.Dispose();
        _keys.Dispose();
    }

    /// <summary>Before authentication.</summary>
    public async Task GuardAddressAsync(HttpContext context, RequestDelegate next)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (_failures.GetStatistics(address) is { CurrentAvailablePermits: 0 })
        {
            await new ProblemResult(ErrorCode.RateLimited, "Too many wrong keys came from your address.", retryAfter: FailureStep).ExecuteAsync(context);
            return;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            using var counted = _failures.AttemptAcquire(address);
        }
    }

    /// <summary>After authentication.</summary>
    public async Task GuardKeyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated != true || context.User.Key() is var key && Rate(key) == 0)
        {
            await next(context);
            return;
        }

        using var lease = _keys.AttemptAcquire(key);
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = Rate(key).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = (_keys.GetStatistics(key)?.CurrentAvailablePermits ?? 0).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = "1";
        await (lease.IsAcquired
            ? next(context)
            : new ProblemResult(ErrorCode.RateLimited, $"This key may make {Rate(key)} requests a second.", retryAfter: Second).ExecuteAsync(context));
    }

    private int Rate(KnownKey key) => key.RequestsPerSecond ?? _perKey;

    private static TokenBucketRateLimiterOptions Bucket(int most, int each, TimeSpan step) =>
        new() { TokenLimit = most, TokensPerPeriod = each, ReplenishmentPeriod = step, QueueLimit = 0, AutoReplenishment = true };
}

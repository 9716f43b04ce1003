using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Gateway.Accounts;

/// <summary>
/// Token buckets by key. A bucket is filled when somebody takes from it: the library's table of buckets fills all of
/// them ten times a second, for as long as the process lives, and an idle gateway shall rest.
/// </summary>
internal sealed class TokenBuckets<TKey>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>
    /// A bucket that is full says as much as none. So they are looked through once a minute, by whoever takes.
    /// </summary>
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, TokenBucketRateLimiter> _buckets = new();
    private long _lastSweep = time.GetTimestamp();

    /// <summary>How many buckets are remembered.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes one token. False when there was none.</summary>
    /// <param name="key">Whose bucket it is.</param>
    /// <param name="most">What a full bucket holds.</param>
    /// <param name="each">What comes into it in each <paramref name="step"/>, evenly.</param>
    /// <param name="step">In which time.</param>
    /// <param name="left">What can be taken now.</param>
    public bool Take(TKey key, int most, int each, TimeSpan step, out long left)
    {
        Sweep();
        var bucket = _buckets.GetOrAdd(
            key,
            static (_, fill) => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = fill.most,
                TokensPerPeriod = fill.each,
                ReplenishmentPeriod = fill.step,
                QueueLimit = 0,
                AutoReplenishment = false,
            }),
            (most, each, step));
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        left = Left(bucket);
        return lease.IsAcquired;
    }

    /// <summary>True when the key has a bucket with nothing in it.</summary>
    public bool IsEmpty(TKey key)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            return false;
        }

        bucket.TryReplenish();
        return Left(bucket) == 0;
    }

    private static long Left(TokenBucketRateLimiter bucket) => bucket.GetStatistics()?.CurrentAvailablePermits ?? 0;

    /// <summary>Forgets full buckets. Who takes from one at this moment gets a token too much, at most.</summary>
    private void Sweep()
    {
        var last = Volatile.Read(ref _lastSweep);
        if (time.GetElapsedTime(last) < BetweenSweeps
            || Interlocked.CompareExchange(ref _lastSweep, time.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var (key, bucket) in _buckets)
        {
            bucket.TryReplenish();
            if (bucket.IdleDuration is not null)
            {
                // Not disposed: it owns nothing, and somebody may hold it.
                _buckets.TryRemove(new KeyValuePair<TKey, TokenBucketRateLimiter>(key, bucket));
            }
        }
    }
}

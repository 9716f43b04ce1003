using Gateway.Accounts;
using Gateway.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary>The buckets behind the limits of requests and of wrong keys.</summary>
public sealed class TokenBucketsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Refuse_when_the_bucket_is_empty_and_nobody_else()
    {
        var buckets = new TokenBuckets<string>(_time);

        Assert.True(buckets.Take("a", 2, 1, Long, out var left));
        Assert.Equal(1, left);
        Assert.False(buckets.IsEmpty("a"));
        Assert.True(buckets.Take("a", 2, 1, Long, out _));
        Assert.False(buckets.Take("a", 2, 1, Long, out left));

        Assert.Equal(0, left);
        Assert.True(buckets.IsEmpty("a"));
        Assert.False(buckets.IsEmpty("b"));
        Assert.True(buckets.Take("b", 2, 1, Long, out _));
    }

    [Fact]
    public async Task Fill_evenly_when_somebody_takes()
    {
        var buckets = new TokenBuckets<string>(_time);

        // 1 token in 50 ms.
        Assert.True(buckets.Take("a", 1, 1_200, TimeSpan.FromMinutes(1), out _));

        await Eventually.BeAsync(
            () => Task.FromResult(buckets.Take("a", 1, 1_200, TimeSpan.FromMinutes(1), out _)),
            "a new token");
    }

    [Fact]
    public async Task Forget_full_buckets_and_keep_the_others()
    {
        var buckets = new TokenBuckets<string>(_time);
        buckets.Take("soon full", 1, 1_000, TimeSpan.FromSeconds(1), out _);
        buckets.Take("long empty", 1, 1, Long, out _);

        await Eventually.BeAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                buckets.Take("another", 1, 1, Long, out _);
                return Task.FromResult(buckets.Count == 2);
            },
            "the full bucket is forgotten");
        Assert.True(buckets.IsEmpty("long empty"));
        Assert.False(buckets.Take("long empty", 1, 1, Long, out _));
    }
}

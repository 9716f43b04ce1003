using Gateway.Dispatch;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Dispatch;

/// <summary>Many vendors that get messages without a pause are served in turns, and nobody else waits.</summary>
public sealed class HandOverPaceTests
{
    private const int AtOnce = 20;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20) / Environment.ProcessorCount;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HandOverPace _pace;
    private int _vendors;

    public HandOverPaceTests() => _pace = new HandOverPace(_clock);

    [Fact]
    public void Lets_twenty_begin_at_once_after_a_quiet_moment() =>
        Assert.All(Enumerable.Range(0, AtOnce), _ => Assert.True(Wait().IsCompletedSuccessfully));

    [Fact]
    public void Lets_the_others_begin_one_after_the_other()
    {
        Begin(AtOnce);
        Task[] others = [Wait(), Wait(), Wait()];

        for (var begun = 0; begun <= others.Length; begun++)
        {
            Assert.Equal(begun, others.Count(other => other.IsCompleted));
            _clock.Advance(Between);
        }
    }

    [Fact]
    public void Lets_no_more_than_twenty_begin_at_once_however_long_it_was_quiet()
    {
        Begin(AtOnce);
        _clock.Advance(TimeSpan.FromHours(1));
        Begin(AtOnce);

        Assert.False(Wait().IsCompleted);
    }

    [Fact]
    public void Lets_one_vendor_gather_for_20_ms_and_no_other_wait_for_it()
    {
        Assert.True(_pace.WaitAsync("kshot", CancellationToken.None).IsCompletedSuccessfully);
        _pace.Took("kshot", 1);
        var next = _pace.WaitAsync("kshot", CancellationToken.None);

        Assert.True(_pace.WaitAsync("bizppurio", CancellationToken.None).IsCompletedSuccessfully);
        _clock.Advance(TimeSpan.FromMilliseconds(19));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public void Never_lets_whole_batches_wait()
    {
        for (var batch = 0; batch < AtOnce * 10; batch++)
        {
            Assert.True(_pace.WaitAsync("kshot", CancellationToken.None).IsCompletedSuccessfully);
            _pace.Took("kshot", 1000);
        }
    }

    [Fact]
    public async Task Ends_the_wait_when_the_process_stops()
    {
        Begin(AtOnce);
        using var stop = new CancellationTokenSource();
        var next = _pace.WaitAsync("kshot", stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    /// <summary>For a vendor that nobody has named yet.</summary>
    private Task Wait() => _pace.WaitAsync($"vendor-{++_vendors}", CancellationToken.None);

    private void Begin(int count)
    {
        for (var begun = 0; begun < count; begun++)
        {
            Assert.True(Wait().IsCompletedSuccessfully);
            _pace.Took($"vendor-{_vendors}", 1);
        }
    }
}

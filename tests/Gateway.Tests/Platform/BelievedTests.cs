using Gateway.Platform;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>What is asked with each request is read seldom, once at a time, and never believed for too long.</summary>
public sealed class BelievedTests
{
    private const string Key = "key";

    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<TaskCompletionSource<int>> _reads = [];
    private readonly Believed<string, int> _answers;

    public BelievedTests() => _answers = new Believed<string, int>(
        _ =>
        {
            _reads.Add(new TaskCompletionSource<int>());
            return _reads[^1].Task;
        },
        Believed,
        most: 2,
        _clock);

    [Fact]
    public async Task Reads_once_when_many_ask_at_once()
    {
        var asked = Enumerable.Range(0, 64).Select(_ => AskAsync()).ToList();
        _reads[0].SetResult(1);

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(1, answer));
        Assert.Equal(1, await AskAsync());
        Assert.Single(_reads);
    }

    [Fact]
    public async Task Reads_again_before_the_time_is_over_and_lets_nobody_wait()
    {
        await KnowAsync(1);
        _clock.Advance(Believed * 0.75);

        Assert.Equal((1, 1), (await AskAsync(), await AskAsync()));
        Assert.Equal(2, _reads.Count);

        _reads[1].SetResult(2);
        Assert.Equal(2, await AskAsync());
    }

    [Fact]
    public async Task Believes_nothing_when_the_time_is_over()
    {
        await KnowAsync(1);
        _clock.Advance(Believed);

        var asked = AskAsync();
        Assert.False(asked.IsCompleted);
        _reads[1].SetResult(2);
        Assert.Equal(2, await asked);
    }

    [Fact]
    public async Task Believes_nothing_that_was_being_read_when_it_changed()
    {
        var before = AskAsync();
        _answers.Forget();
        var after = AskAsync();
        _reads[1].SetResult(2);
        Assert.Equal(2, await after);

        _reads[0].SetResult(1);
        Assert.Equal(1, await before);
        Assert.Equal(2, await AskAsync());
    }

    [Fact]
    public async Task Joins_no_reading_that_began_longer_ago_than_an_answer_is_believed()
    {
        var early = AskAsync();
        _clock.Advance(Believed);
        var late = AskAsync();
        _reads[0].SetResult(1);
        _reads[1].SetResult(2);

        Assert.Equal((1, 2), (await early, await late));
        Assert.Equal(2, await AskAsync());
    }

    [Fact]
    public async Task Tells_a_fault_to_all_who_wait_and_reads_anew_for_the_next()
    {
        var asked = new[] { AskAsync(), AskAsync() };
        _reads[0].SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => asked[0]);
        await Assert.ThrowsAsync<TimeoutException>(() => asked[1]);

        await KnowAsync(2);
        Assert.Equal(2, await AskAsync());
    }

    [Fact]
    public async Task Answers_as_before_when_it_cannot_be_read_again()
    {
        await KnowAsync(1);
        _clock.Advance(Believed * 0.8);
        await AskAsync();
        _reads[1].SetException(new TimeoutException());

        Assert.Equal(1, await AskAsync());
        _clock.Advance(Believed);
        _reads[2].SetException(new TimeoutException());
        var asked = AskAsync();
        _reads[3].SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    [Fact]
    public async Task Lets_one_go_and_reads_on_for_the_others()
    {
        using var gone = new CancellationTokenSource();
        var first = _answers.GetAsync(Key, gone.Token).AsTask();
        var second = AskAsync();
        await gone.CancelAsync();
        _reads[0].SetResult(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task Reads_anew_when_a_reading_does_not_end()
    {
        var readings = 0;
        var answers = new Believed<string, int>(
            _ => ++readings == 1 ? new TaskCompletionSource<int>().Task : Task.FromResult(2), Believed, most: 2, _clock, TimeSpan.FromMilliseconds(20));
        var asked = answers.GetAsync(Key, CancellationToken.None).AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => asked);

        Assert.Equal(2, await answers.GetAsync(Key, CancellationToken.None));
    }

    private Task<int> AskAsync() => _answers.GetAsync(Key, CancellationToken.None).AsTask();

    private async Task KnowAsync(int answer)
    {
        var asked = AskAsync();
        _reads[^1].SetResult(answer);
        await asked;
    }
}

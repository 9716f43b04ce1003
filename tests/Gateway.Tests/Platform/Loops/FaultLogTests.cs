using Gateway.Platform.Loops;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Platform.Loops;

public sealed class FaultLogTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FaultLog _log;

    public FaultLogTests() => _log = new FaultLog(_clock);

    [Fact]
    public void Tells_the_same_fault_once_a_minute_with_its_count()
    {
        Assert.Equal(1, Count("a"));
        Assert.Null(Count("a"));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(Count("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, Count("a"));
    }

    [Fact]
    public void Tells_another_fault_and_that_of_another_loop_at_once()
    {
        Count("a");

        Assert.Equal((1, 1), (Count("b"), _log.Count("another", "a")));
        Assert.Null(Count("a"));
    }

    [Fact]
    public void Tells_a_fault_that_was_gone_at_once()
    {
        Count("a");
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((true, true), Forget());

        Assert.Equal(1, Count("a"));
        Assert.Equal((true, true), Forget());
        Assert.Equal((false, false), Forget());
    }

    [Fact]
    public void Tells_what_fails_and_works_in_turn_every_ten_seconds()
    {
        var (told, gone) = (0, 0);
        for (var second = 0; second < 60; second++)
        {
            told += Count("a") is null ? 0 : 1;
            gone += Forget() is (true, true) ? 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((6, 6), (told, gone));
    }

    [Fact]
    public void Tells_a_fault_that_was_gone_for_a_moment_and_stays_after_ten_seconds()
    {
        Count("a");
        Forget();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(Count("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, Count("a"));
    }

    [Fact]
    public void Says_that_something_had_failed_though_it_was_not_told()
    {
        Count("a");
        Forget();
        Count("a");

        Assert.Equal((true, false), Forget());
    }

    private int? Count(string kind) => _log.Count("loop", kind);

    private (bool Failed, bool WasTold) Forget() => (_log.Forget("loop", out var wasTold), wasTold);
}

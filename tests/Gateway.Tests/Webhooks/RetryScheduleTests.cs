using Gateway.Webhooks.Sending;
using Xunit;

namespace Gateway.Tests.Webhooks;

public sealed class RetryScheduleTests
{
    /// <summary>The middle of the jitter: the pauses as they are written down.</summary>
    private const double Middle = 0.5;

    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void Waits_as_the_contract_says_after_each_failed_attempt(int attempt, string pause) =>
        Assert.Equal(TimeSpan.Parse(pause, System.Globalization.CultureInfo.InvariantCulture), RetrySchedule.After(attempt, null, Middle));

    [Fact]
    public void Gives_up_after_the_tenth_attempt() => Assert.Null(RetrySchedule.After(10, null, Middle));

    [Fact]
    public void Varies_the_pause_by_a_tenth()
    {
        Assert.Equal(TimeSpan.FromSeconds(4.5), RetrySchedule.After(1, null, 0));
        Assert.Equal(TimeSpan.FromSeconds(5.5), RetrySchedule.After(1, null, 1));
    }

    [Fact]
    public void Obeys_a_longer_Retry_After() => Assert.Equal(TimeSpan.FromMinutes(1), RetrySchedule.After(1, TimeSpan.FromMinutes(1), Middle));

    [Fact]
    public void Ignores_a_shorter_Retry_After() => Assert.Equal(TimeSpan.FromMinutes(5), RetrySchedule.After(2, TimeSpan.FromSeconds(1), Middle));

    [Fact]
    public void Obeys_a_Retry_After_for_a_day_at_most() => Assert.Equal(TimeSpan.FromHours(24), RetrySchedule.After(1, TimeSpan.FromDays(30), Middle));
}

using Gateway.Insight.Vendors;
using Gateway.Platform.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

public sealed class VendorVerdictTests
{
    private const int Never = -1;

    /// <summary>A full queue takes 10 s to send.</summary>
    private static readonly VendorSigns Calm = new()
    {
        FullQueue = TimeSpan.FromSeconds(10),
        Silence = TimeSpan.FromMinutes(15),
        ManyUnanswered = 20,
    };

    [Theory]
    [InlineData(Never, Never, "up")]
    [InlineData(5, Never, "up")]
    [InlineData(39, 600, "up")]
    [InlineData(40, 600, "degraded")]
    [InlineData(79, 600, "degraded")]
    [InlineData(80, 600, "down")]
    [InlineData(80, Never, "down")]
    [InlineData(80, 60, "down")]
    [InlineData(80, 59, "degraded")]
    [InlineData(6000, 1, "degraded")]
    public void Judges_the_head_of_the_queue_by_its_age_and_by_what_else_moves(int headWaits, int idle, string expected) =>
        Assert.Equal(
            Enum.Parse<VendorStatus>(expected, ignoreCase: true),
            Verdict(Calm with { HeadWaits = Seconds(headWaits), Idle = Seconds(idle) }));

    [Theory]
    [InlineData("A:1", "up")]
    [InlineData("A:29,S:1", "up")]
    [InlineData("A:30,S:1", "degraded")]
    [InlineData("A:59", "degraded")]
    [InlineData("A:60,S:1", "down")]
    [InlineData("S:1", "down")]
    [InlineData("A:1,A:1", "degraded")]
    [InlineData("A:1,A:60", "up")]
    public void Judges_beats_as_the_manual_says(string beats, string expected)
    {
        var seen = beats.Split(',').Select(beat => (beat[0] == 'A', TimeSpan.FromSeconds(int.Parse(beat[2..], System.Globalization.CultureInfo.InvariantCulture)))).ToList();

        Assert.Equal(
            Enum.Parse<VendorStatus>(expected, ignoreCase: true),
            Verdict(Calm with { Beats = seen }));
    }

    [Theory]
    [InlineData(0, "degraded")]
    [InlineData(59, "degraded")]
    [InlineData(60, "down")]
    public void Judges_a_database_by_how_long_it_is_away(int seconds, string expected) =>
        Assert.Equal(
            Enum.Parse<VendorStatus>(expected, ignoreCase: true),
            Verdict(Calm with { Unreachable = TimeSpan.FromSeconds(seconds) }));

    [Theory]
    [InlineData(19, 3600, "up")]
    [InlineData(20, 899, "up")]
    [InlineData(20, 900, "degraded")]
    [InlineData(20, Never, "degraded")]
    public void Judges_silence_only_when_many_wait_for_results(int unanswered, int silent, string expected) =>
        Assert.Equal(
            Enum.Parse<VendorStatus>(expected, ignoreCase: true),
            Verdict(Calm with { Unanswered = unanswered, Silent = Seconds(silent) }));

    private static VendorStatus Verdict(VendorSigns signs) => VendorVerdict.Of(signs).Status;

    private static TimeSpan? Seconds(int seconds) => seconds == Never ? null : TimeSpan.FromSeconds(seconds);
}

using System.Globalization;
using Gateway.Insight.Vendors;
using Gateway.Platform.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

public sealed class VendorConditionTests
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Looks as "seconds verdict", then the status and the weight after each.</summary>
    [Theory]
    [InlineData("0 up", "up 100")]
    [InlineData("0 down", "down 0")]
    [InlineData("0 degraded", "degraded 25")]
    [InlineData("0 degraded, 5 down", "degraded 25, down 0")]
    [InlineData("0 down, 5 up, 64 up, 65 up, 94 up, 95 up, 125 up", "down 0, down 0, down 0, up 10, up 10, up 20, up 30")]
    [InlineData("0 down, 5 up, 60 down, 65 up, 120 up, 125 up", "down 0, down 0, down 0, down 0, down 0, up 10")]
    [InlineData("0 down, 5 degraded, 65 degraded, 95 degraded, 125 degraded, 130 up, 190 up, 220 up", "down 0, down 0, degraded 10, degraded 20, degraded 25, degraded 25, up 25, up 35")]
    [InlineData("0 degraded, 5 up, 65 up, 95 up", "degraded 25, degraded 25, up 25, up 35")]
    [InlineData("0 down, 5 up, 65 up, 70 down, 75 up, 135 up, 194 up, 195 up", "down 0, down 0, up 10, down 0, down 0, down 0, down 0, up 10")]
    [InlineData("0 down, 5 up, 65 up, 1000 up", "down 0, down 0, up 10, up 100")]
    public void Falls_at_once_and_rises_slowly(string looks, string expected)
    {
        var condition = VendorCondition.Fresh(Start);
        var seen = new List<string>();
        foreach (var look in looks.Split(", ").Select(look => look.Split(' ')))
        {
            var verdict = new VendorVerdict(Enum.Parse<VendorStatus>(look[1], ignoreCase: true), "why");
            condition = condition.Next(verdict, Start.AddSeconds(int.Parse(look[0], CultureInfo.InvariantCulture)));
            seen.Add($"{condition.Status.ToString().ToLowerInvariant()} {condition.Weight}");
        }

        Assert.Equal(expected, string.Join(", ", seen));
    }

    [Fact]
    public void Tells_of_the_database_at_once_while_the_agent_is_still_held_for_worse()
    {
        const string agent = "The agent takes nothing: the first row of its queue has waited 90 s.";
        const string database = "Its database cannot be used: its queue table is locked.";
        var condition = VendorCondition.Fresh(Start).Next(new VendorVerdict(VendorStatus.Down, agent), Start);

        Look(3, new VendorVerdict(VendorStatus.Degraded, database), $"down: {agent} {database}");
        Look(4, new VendorVerdict(VendorStatus.Degraded, database), $"down: {agent} {database}");
        Look(5, VendorVerdict.Up, $"down: {agent}");
        Look(64, VendorVerdict.Up, $"down: {agent}");
        Look(65, VendorVerdict.Up, "up: ");

        void Look(int seconds, VendorVerdict verdict, string told)
        {
            condition = condition.Next(verdict, Start.AddSeconds(seconds));
            Assert.Equal(told, $"{condition.Status.ToString().ToLowerInvariant()}: {condition.Reason}");
        }
    }

    [Fact]
    public void Believes_less_and_less_in_a_vendor_that_comes_and_goes_until_it_has_stood_an_hour()
    {
        var holds = new List<double>();
        var condition = VendorCondition.Fresh(Start);
        var now = Start;
        for (var fall = 0; fall < 6; fall++)
        {
            holds.Add(Recover());
        }

        now += VendorCondition.Memory;
        holds.Add(Recover());

        Assert.Equal([1, 2, 4, 8, 16, 16, 1], holds);

        double Recover()
        {
            condition = condition.Next(new VendorVerdict(VendorStatus.Down, "gone"), now);
            var from = now;
            while (condition.Status != VendorStatus.Up)
            {
                condition = condition.Next(VendorVerdict.Up, now);
                now += TimeSpan.FromSeconds(1);
            }

            return Math.Floor((now - from).TotalMinutes);
        }
    }
}

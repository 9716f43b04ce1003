using Gateway.Simulator.Agents;
using Xunit;

namespace Gateway.Vendors.Tests.Simulator;

public sealed class OutcomesTests
{
    private static readonly Dictionary<string, OutcomeCodes> Codes = new() { ["sms"] = new("0", "7"), ["alimtalk"] = new("0", "3018") };

    [Fact]
    public void Keeps_to_the_weights_when_many_are_chosen()
    {
        var outcomes = new Outcomes(new OutcomeOptions { Mix = new Dictionary<string, string> { ["*"] = "0:90,7:10" }, LoseRate = 0.5 }, Codes, new Random(1));

        var chosen = Enumerable.Range(0, 10_000).Select(i => outcomes.For("sms", "01000000000", $"{i}")).ToList();

        Assert.InRange(chosen.Count(outcome => outcome.Code == "7"), 850, 1150);
        Assert.InRange(chosen.Count(outcome => outcome.Quirk == Quirk.Lost), 4700, 5300);
    }

    [Fact]
    public void Answers_the_same_when_asked_again_with_the_same_seed()
    {
        var options = new OutcomeOptions { Mix = new Dictionary<string, string> { ["sms"] = "0:1,7:1,6:1" }, LoseRate = 0.3, DuplicateRate = 0.3 };
        var first = new Outcomes(options, Codes, new Random(5));
        var restarted = new Outcomes(options, Codes, new Random(5));

        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(first.For("sms", "010", $"{i}"), restarted.For("sms", "010", $"{i}")));
    }

    [Theory]
    [InlineData("sms", "01012340001", "11", Quirk.None)]
    [InlineData("sms", "01012340002", "0", Quirk.Lost)]
    [InlineData("sms", "01012340003", "6", Quirk.Late | Quirk.Duplicate)]
    [InlineData("alimtalk", "01012340004", "3016", Quirk.None)]
    [InlineData("alimtalk", "01012340005", "3018", Quirk.Backdated)]
    public void Follows_the_ending_when_one_is_known(string kind, string phone, string code, Quirk quirk)
    {
        var endings = new Dictionary<string, string>
        {
            ["0001"] = "11",
            ["0002"] = "lost",
            ["0003"] = "6+late+duplicate",
            ["alimtalk/0004"] = "3016",
            ["0004"] = "9",
            ["0005"] = "failed+backdated",
        };
        var outcomes = new Outcomes(new OutcomeOptions { Endings = endings, LoseRate = 1 }, Codes, new Random(1));

        Assert.Equal(new Outcome(code, quirk), outcomes.For(kind, phone, "1"));
    }

    [Theory]
    [InlineData("*", "0:x")]
    [InlineData("*", "0:0")]
    [InlineData("sns", "0:1")]
    public void Refuses_a_mix_when_it_cannot_be_understood(string kind, string mix)
    {
        var options = new OutcomeOptions { Mix = new Dictionary<string, string> { [kind] = mix } };

        Assert.ThrowsAny<Exception>(() => new Outcomes(options, Codes, new Random(1)));
    }
}

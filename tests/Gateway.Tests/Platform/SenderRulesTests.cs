using Gateway.Platform.Numbers;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Which numbers may be shown as sender (발신번호).</summary>
public sealed class SenderRulesTests
{
    [Theory]
    [InlineData("1577-7985", "15777985")]
    [InlineData("１５８８－１２３４", "15881234")]
    [InlineData("+82 1588-1234", "15881234")]
    [InlineData("1899-1234", "18991234")]
    [InlineData("1666\u00ad1234", "16661234")]
    [InlineData("02-1234-5678", "0212345678")]
    [InlineData("+82 2-2345-6789", "0223456789")]
    [InlineData("02-158-8123", "021588123")]
    [InlineData("031-123-4567", "0311234567")]
    [InlineData("010-2345-6789", "01023456789")]
    [InlineData("+82 (0)10-2345-6789", "01023456789")]
    [InlineData("011-234-5678", "0112345678")]
    [InlineData("0303-123-4567", "03031234567")]
    [InlineData("070-1234-5678", "07012345678")]
    [InlineData("080-123-4567", "0801234567")]
    [InlineData("060-700-1234", "0607001234")]
    [InlineData("112", "112")]
    [InlineData("1366", "1366")]
    public void Takes_numbers_that_may_be_shown(string text, string digits)
    {
        var reading = PhoneNumber.Sender(text);

        Assert.Equal((digits, null), (reading.Digits, reading.Fault?.Detail));
    }

    [Theory]
    [InlineData("02-1588-1234", "no area code before it")]
    [InlineData("0215777985", "no area code before it")]
    [InlineData("031-1688-1234", "no area code before it")]
    [InlineData("+82-2-1899-1234", "no area code before it")]
    [InlineData("0504-123-4567", "050 number")]
    [InlineData("0507-1234-5678", "050 number")]
    [InlineData("０５０５－１２３－４５６７", "050 number")]
    [InlineData("010-0123-4567", "010-0 or 010-1")]
    [InlineData("010-1123-4567", "010-0 or 010-1")]
    [InlineData("+82 10 1111 2222", "010-0 or 010-1")]
    [InlineData("012-345-6789", "012 to 015")]
    [InlineData("015-123-4567", "012 to 015")]
    [InlineData("020-1234-5678", "first digits")]
    [InlineData("045-123-4567", "first digits")]
    [InlineData("02-0123-4567", "first digits")]
    [InlineData("099-1234-5678", "first digits")]
    [InlineData("1999-1234", "15XX-XXXX")]
    [InlineData("1234-5678", "15XX-XXXX")]
    [InlineData("1588-123", "15XX-XXXX")]
    [InlineData("588-1234", "15XX-XXXX")]
    [InlineData("12", "15XX-XXXX")]
    [InlineData("010-2345-678", "digit too few")]
    [InlineData("02-123-456", "digit too few")]
    [InlineData("070-123-4567", "digit too few")]
    [InlineData("082-2-1234-5678", "082 is no area code")]
    [InlineData("1588-1234, 1588-1235", "More than one number")]
    [InlineData("02-1234-5678 내선 3", "extension (내선)")]
    [InlineData("ACME", "U+0041 A")]
    [InlineData("+1 650 253 0000", "another country (+1, US)")]
    [InlineData("", "start with 0")]
    [InlineData(null, "start with 0")]
    public void Refuses_numbers_that_may_not_be_shown_and_says_the_rule(string? text, string says)
    {
        var reading = PhoneNumber.Sender(text);

        Assert.Equal(("invalid_sender", ""), (reading.Fault?.Code, reading.Digits));
        Assert.Contains(says, reading.Fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_each_rule_of_its_own_example_with_its_source() => Assert.All(SenderRules.All, rule =>
        Assert.Equal($"{rule.Words} ({rule.Source})", PhoneNumber.Sender(rule.Example).Fault?.Detail));

    [Fact]
    public void Shows_every_rule_in_the_document()
    {
        var document = File.ReadAllText(Repository.File("docs", "guides", "senders.md"));

        Assert.All(SenderRules.All, rule =>
            Assert.Contains($"| `{rule.Example}` | {rule.Words} | {rule.Source} |", document, StringComparison.Ordinal));
    }
}

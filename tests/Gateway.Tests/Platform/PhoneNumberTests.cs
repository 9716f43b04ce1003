using Gateway.Platform;
using Xunit;

namespace Gateway.Tests.Platform;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("010-1234-5678", "01012345678")]
    [InlineData("010 1234 5678", "01012345678")]
    [InlineData("010.1234.5678", "01012345678")]
    [InlineData("(02) 123-4567", "021234567")]
    [InlineData("+82 10-1234-5678", "01012345678")]
    [InlineData("+82 010-1234-5678", "01012345678")]
    [InlineData("+82-2-123-4567", "021234567")]
    [InlineData("0504-1234-5678", "050412345678")]
    public void Reads_a_recipient_in_its_usual_forms(string text, string digits)
    {
        Assert.True(PhoneNumber.TryParseRecipient(text, out var parsed));
        Assert.Equal(digits, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("1577-7985")]
    [InlineData("0012345678")]
    [InlineData("010-1234-567a")]
    [InlineData("010^1234|5678")]
    [InlineData("+1 650 253 0000")]
    [InlineData("010-1234-5678-9012")]
    [InlineData("０１０１２３４５６７８")]
    public void Refuses_what_is_no_korean_recipient(string? text) => Assert.False(PhoneNumber.TryParseRecipient(text, out _));

    [Theory]
    [InlineData("1577-7985", "15777985")]
    [InlineData("02-1577-7985", "0215777985")]
    public void Reads_a_sender(string text, string digits)
    {
        Assert.True(PhoneNumber.TryParseSender(text, out var parsed));
        Assert.Equal(digits, parsed);
    }
}

using Gateway.Messages.Content;
using Xunit;

namespace Gateway.Tests.Messages.Content;

public sealed class PlaceholdersTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["이름"] = "홍길동", ["code"] = "#{이름}" };

    [Theory]
    [InlineData("#{이름}님 #{code}", "홍길동님 #{이름}")]
    [InlineData("#{ 이름 }", "홍길동")]
    [InlineData("none", "none")]
    [InlineData("#{open", "#{open")]
    [InlineData("}#{이름}{", "}홍길동{")]
    public void Fills_values_in_as_they_are(string text, string filled) => Assert.Equal(filled, Placeholders.Fill(text, Variables, new HashSet<string>()));

    [Fact]
    public void Names_every_placeholder_without_a_value()
    {
        var missing = new SortedSet<string>();

        Placeholders.Fill("#{a} #{b} #{a} #{이름}", Variables, missing);

        Assert.Equal(["a", "b"], missing);
    }
}

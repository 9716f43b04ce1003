using Gateway.Acceptance.Texts;
using Xunit;

namespace Gateway.Tests.Acceptance.Texts;

public sealed class PlaceholdersTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["이름"] = "홍길동", ["code"] = "#{이름}" };

    [Theory]
    [InlineData("#{이름}님 #{code}", "홍길동님 #{이름}")]
    [InlineData("#{ 이름 }", "홍길동")]
    [InlineData("none", "none")]
    [InlineData("#{open", "#{open")]
    [InlineData("}#{이름}{", "}홍길동{")]
    public void Fills_values_in_as_they_are(string text, string filled) => Assert.Equal(filled, new Template(text).Fill(Variables, new HashSet<string>()));

    [Theory]
    [InlineData("#{이름}님 #{code}", 10)]
    [InlineData("#{nobody} #{open", 7)]
    [InlineData("#{이름}#{이름}#{이름}", 9)]
    public void Knows_the_length_before_it_fills(string text, long length) => Assert.Equal(length, new Template(text).LengthWith(Variables));

    [Fact]
    public void Names_every_placeholder_without_a_value()
    {
        var missing = new SortedSet<string>();

        new Template("#{a} #{b} #{a} #{이름}").Fill(Variables, missing);

        Assert.Equal(["a", "b"], missing);
    }
}

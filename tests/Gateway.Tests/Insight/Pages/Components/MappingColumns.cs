using Bunit;
using Gateway.Acceptance.Requests;
using Gateway.Insight.Console.Pages.Sending;
using Xunit;

namespace Gateway.Tests.Insight.Pages.Components;

/// <summary>The columns of a file, as they were recognised and as somebody maps them by hand.</summary>
public sealed class MappingColumns : IDisposable
{
    private readonly ComponentWorld _world = new();
    private readonly List<KeyValuePair<string, string?>> _mapped = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Shows_what_each_column_was_taken_for()
    {
        var shown = Render(["휴대폰", "성명", "금액"]);

        Assert.Equal(["to", "name", ""], shown.FindAll("select").Select(select => select.GetAttribute("value")));
        Assert.Equal("Variable #{금액}", shown.FindAll("select")[2].QuerySelector("option")!.TextContent);
    }

    [Fact]
    public void Tells_the_field_that_somebody_chose_and_that_it_is_a_variable_again()
    {
        var shown = Render(["휴대폰", "금액"]);

        shown.FindAll("select")[1].Change("reference");
        shown.FindAll("select")[1].Change("");

        Assert.Equal([new("금액", "reference"), new("금액", null)], _mapped);
    }

    [Fact]
    public void Keeps_a_column_that_its_own_name_explains_from_being_a_variable()
    {
        var shown = Render(["휴대폰"]);

        Assert.DoesNotContain(
            "Variable", shown.Find("select").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Offers_a_variable_again_where_somebody_mapped_a_column_by_hand()
    {
        var shown = Render(["연락처들", "금액"], ("to", "연락처들"));

        Assert.Equal("to", shown.FindAll("select")[0].GetAttribute("value"));
        Assert.Contains("Variable #{연락처들}", shown.FindAll("select")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_no_column_whose_name_has_a_comma()
    {
        var shown = Render(["휴대폰", "성, 이름"]);

        Assert.Single(shown.FindAll("select"));
        Assert.Equal(["휴대폰", "성, 이름"], shown.FindAll("th").Select(head => head.TextContent));
    }

    [Fact]
    public void Cuts_long_cells_and_fills_short_lines()
    {
        var shown = Render(["휴대폰", "내용"], [["01012341234", new string('가', 41)], ["01056785678"]]);

        Assert.Equal(
            ["01012341234", new string('가', 40) + "…", "01056785678", ""],
            shown.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    private IRenderedComponent<ColumnsPart> Render(
        string[] header, params (string Field, string Column)[] mapped) => Render(header, [], mapped);

    private IRenderedComponent<ColumnsPart> Render(
        string[] header, IReadOnlyList<string>[] lines, params (string Field, string Column)[] mapped)
    {
        var columns = ColumnShown.Of(
            header,
            mapped.ToDictionary(one => one.Field, one => one.Column),
            new SendMessageRequest()).Columns;
        return _world.Render<ColumnsPart>(parameters => parameters
            .Add(part => part.Columns, columns)
            .Add(part => part.Lines, lines)
            .Add(part => part.Mapped, one => _mapped.Add(one)));
    }
}

using System.Text;
using Gateway.Acceptance.Requests;
using Gateway.Insight.Console.Campaigns;
using Gateway.Insight.Console.Pages.Sending;
using Gateway.Platform.Errors;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>What the page of a campaign says of a file's columns, before anything is uploaded.</summary>
public sealed class ReadingColumns
{
    private static readonly SendMessageRequest NoText = new();

    [Theory]
    [InlineData("수신번호,이름,금액", "", "to name -")]
    [InlineData("담당,이름", "to:담당", "to name")]
    [InlineData("휴대폰,담당", "to:담당", "- to")]
    public void Takes_each_column_as_the_upload_does(string header, string mapped, string fields)
    {
        var (columns, faults) = ColumnShown.Of(header.Split(','), Mapped(mapped), NoText);

        Assert.Empty(faults);
        Assert.Equal(fields, string.Join(' ', columns.Select(column => column.Field ?? "-")));
    }

    [Fact]
    public void Tells_that_no_column_has_the_numbers()
    {
        var (columns, faults) = ColumnShown.Of(["담당", "금액"], Mapped(""), NoText);

        Assert.Equal(("/to", "required"), (Assert.Single(faults).Pointer, faults[0].Code));
        Assert.All(columns, column => Assert.True(column.MayBeVariable));
    }

    [Fact]
    public void Offers_no_variable_where_the_name_itself_says_a_field_and_no_mapping_where_a_comma_would_end_it()
    {
        var (columns, _) = ColumnShown.Of(["to", "a,b"], Mapped(""), NoText);

        Assert.Equal((false, true), (columns[0].MayBeVariable, columns[0].MayBeMapped));
        Assert.Equal((true, false), (columns[1].MayBeVariable, columns[1].MayBeMapped));
    }

    [Fact]
    public async Task Writes_the_faulty_lines_with_their_columns_so_that_they_can_be_uploaded_as_they_are()
    {
        var faults = new Dictionary<int, IReadOnlyList<Fault>> { [3] = [new Fault("/to", "invalid_phone", "No number.")] };

        var file = await FaultyAsync("to,text\n01012341234,a\n12,\"=b\"\n01012341235,c\n", faults);

        Assert.Equal("\uFEFFline,code,pointer,detail,to,text\r\n3,invalid_phone,/to,No number.,12,'=b\r\n", file);
        var again = await FaultyAsync(file, new Dictionary<int, IReadOnlyList<Fault>> { [2] = faults[3] });
        Assert.Equal(file.Replace("\n3,", "\n2,", StringComparison.Ordinal), again);
    }

    /// <summary>A table of text needs no workbooks.</summary>
    private static Task<string> FaultyAsync(string table, Dictionary<int, IReadOnlyList<Fault>> faults) =>
        new PeekTable(null!).FaultyAsync(new MemoryStream(Encoding.UTF8.GetBytes(table)), "a.csv", [], faults, TestContext.Current.CancellationToken);

    private static Dictionary<string, string> Mapped(string columns) => columns.Length == 0
        ? []
        : columns.Split(',').Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => pair[1]);
}

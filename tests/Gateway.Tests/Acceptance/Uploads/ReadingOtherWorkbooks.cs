using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Workbooks as Korean offices and other programs make them.</summary>
public sealed class ReadingOtherWorkbooks(SharedGateway gateway)
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Api _admin = gateway.Ready();

    /// <summary>Formats that Excel and Hancell offer for phone numbers, which are stored without their 0.</summary>
    [Theory]
    [InlineData("000-0000-0000", "1012341234")]
    [InlineData("00000000000", "1012341234")]
    [InlineData("0##-####-####", "1012341234")]
    [InlineData("[&lt;=9999999]###-####;\\(0##\\)\\ ####-####", "1012341234")]
    [InlineData("[&lt;=99999999]####-####;\\(0##\\)\\ ####-####", "1012341234")]
    [InlineData("#,##0", "1012341234")]
    [InlineData("#,##0.00", "1012341234")]
    [InlineData("0.0", "1012341234")]
    [InlineData("0_);[Red]\\(0\\)", "1012341234")]
    [InlineData("@", "1012341234")]
    [InlineData("General", "1012341234")]
    [InlineData("General", "1012341234.0")]
    [InlineData("General", "1.012341234E9")]
    public async Task Give_numbers_that_are_stored_as_amounts(string format, string value)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var styles = $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"{format}\"/></numFmts>"
            + "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"170\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
        var sheet = Workbook.SheetOf(["휴대폰", "내용"], [$"<c s=\"1\"><v>{value}</v></c>", "a"]);

        var sent = await tenant.UploadAsync(Workbook.WithSheet(sheet, null, ("xl/styles.xml", styles)), type: Workbook.Type);

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal(["01012341234  a"], await tenant.MessagesAsync(sent));
    }

    [Fact]
    public async Task Say_that_a_merged_title_is_no_header()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var sheet = Workbook.SheetOf(["2026년 7월 발송 명단"], [], ["수신번호", "내용"], ["01012341234", "a"])
            .Replace("</sheetData>", "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>", StringComparison.Ordinal);

        var sent = await tenant.UploadAsync(Workbook.WithSheet(sheet), type: Workbook.Type);

        Assert.Equal(["required /to"], sent.Faults());
        Assert.Contains("take a title above it out", sent.Text, StringComparison.Ordinal);
    }

    /// <summary>A header over two columns, and a cell over two rows: Excel keeps the first of them.</summary>
    [Fact]
    public async Task Read_merged_cells_as_Excel_keeps_them()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var sheet = Workbook.SheetOf(["수신\n번호", "", "내용"], ["01012341234", "", "a"], ["01012341235", "", ""])
            .Replace("</sheetData>", "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"C2:C3\"/></mergeCells>", StringComparison.Ordinal);

        var sent = await tenant.UploadAsync(Workbook.WithSheet(sheet), type: Workbook.Type);

        Assert.Equal("202 1 1", sent.Said());
        Assert.Equal(["3 required /text"], sent.Faults());
        Assert.Equal(["01012341234  a"], await tenant.MessagesAsync(sent));
    }

    /// <summary>Excel's "Strict Open XML" has other names for everything.</summary>
    [Fact]
    public async Task Are_read_or_refused_with_a_remedy_when_they_are_strict()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
        const string Office = "http://purl.oclc.org/ooxml/officeDocument/relationships";
        var relations = $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
        var workbook = $"<workbook xmlns=\"{Strict}\" xmlns:r=\"{Office}\" conformance=\"strict\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
        var sheet = Workbook.SheetOf(["to", "text"], ["01012341234", "a"]).Replace(Main, Strict, StringComparison.Ordinal);

        var sent = await tenant.UploadAsync(
            Workbook.WithSheet(sheet, null, ("xl/_rels/workbook.xml.rels", relations), ("xl/workbook.xml", workbook), ("xl/styles.xml", $"<styleSheet xmlns=\"{Strict}\"/>")),
            type: Workbook.Type);

        Assert.True(sent.Said() == "202 1 0" || (sent.Status == 422 && sent.Text.Contains("Save it as .xlsx", StringComparison.Ordinal)), sent.ToString());
    }

    [Theory]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>")]
    [InlineData("<c t=\"e\"><v>#REF!</v></c>")]
    [InlineData("<c t=\"str\"><f>A9</f><v></v></c>")]
    public async Task Reject_a_line_whose_number_is_an_error(string cell)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Workbook.Of(["to", "text"], [cell, "a"], ["01012341234", "b"]), type: Workbook.Type);

        Assert.Equal("202 1 1", sent.Said());
        Assert.StartsWith("2 ", sent.Faults().First(), StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Text;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Files;
using Gateway.Platform;
using Gateway.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Workbooks of Excel: read as they are shown, and refused where they would cost more than they say.</summary>
public sealed class ReadingWorkbooks(SharedGateway gateway)
{
    private const string Main = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData(Workbook.Type)]
    [InlineData("text/csv")]
    [InlineData("text/csv; charset=euc-kr")]
    [InlineData("application/vnd.ms-excel")]
    public async Task Are_read_whatever_their_content_type_says(string type)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Workbook.Of(["수신번호", "이름", "내용"], ["01012341234", "홍길동", "#{이름}님 <&>"], [], ["01012341235", "", "안녕"]), type: type);

        Assert.Equal("202 2 0", sent.Said());
        Assert.Equal(["01012341234 홍길동 홍길동님 <&>", "01012341235  안녕"], await tenant.MessagesAsync(sent));
    }

    [Fact]
    public async Task Give_numbers_and_dates_as_they_are_shown()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var text = "&text=" + Uri.EscapeDataString("#{a} #{b} #{c} #{d}");

        var sent = await tenant.UploadAsync(
            Workbook.Of(
                ["휴대폰", "a", "b", "c", "d"],
                ["<c t=\"s\"><v>0</v></c>", "<c s=\"1\"><v>46380</v></c>", "<c s=\"2\"><v>12000</v></c>", "<c><v>0.1</v></c>", "<c t=\"b\"><v>1</v></c>"],
                ["<c><v>1012341235</v></c>", "<c t=\"s\"><v>1</v></c>", "<c><v>12000</v></c>", "<c t=\"str\"><f>1+1</f><v>2</v></c>", "<c s=\"4\"><v>7</v></c>"],
                ["<c s=\"3\"><v>1012341236</v></c>", "x", "<c><v>1.5</v></c>", "y", "z"]),
            text,
            Workbook.Type);

        Assert.Equal("202 3 0 1", $"{sent.Said()} {sent.Json["repaired"]}");
        Assert.Equal(["01012341234  2026-12-24 12,000원 0.1 TRUE", "01012341235  홍길동 12000 2 7", "01012341236  x 1.5 y z"], await tenant.MessagesAsync(sent));
    }

    [Fact]
    public async Task Are_read_from_the_first_sheet_that_is_seen_and_tell_rows()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var visible = Workbook.SheetOf([], ["to", "text"], ["01012341234", "a"], ["123", "b"]);

        var sent = await tenant.UploadAsync(Workbook.WithSheet(visible, hidden: Workbook.SheetOf(["to", "text"], ["01099999999", "hidden"])), type: Workbook.Type);

        Assert.Equal("202 1 1", sent.Said());
        Assert.Equal(["4 invalid_phone /to/phone"], sent.Faults());
        Assert.Contains("4,invalid_phone,", (await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}/rejects")).Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Refused => [.. Bad.Keys];

    private static Dictionary<string, (Func<byte[]> File, string Why)> Bad { get; } = new()
    {
        ["a macro file"] = (() => Workbook.WithSheet(Workbook.SheetOf(["to"]), null, ("xl/vbaProject.bin", "x")), "macros"),
        ["a binary workbook"] = (() => Workbook.WithSheet(Workbook.SheetOf(["to"]), null, ("xl/workbook.bin", "x")), "xlsb"),
        ["a locked or old workbook"] = (() => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]], "password"),
        ["a ZIP"] = (() => Workbook.Zip([("a.xml", "<a/>")]), "ZIP"),
        ["a Word document"] = (() => Workbook.Zip([("word/document.xml", "<a/>")]), ".docx"),
        ["a presentation"] = (() => Workbook.Zip([("ppt/presentation.xml", "<a/>")]), ".pptx"),
        ["an OpenDocument sheet"] = (() => Workbook.Zip([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")]), ".ods"),
        ["an HWPX document"] = (() => Workbook.Zip([("mimetype", "application/hwp+zip"), ("Contents/section0.xml", "<a/>")]), "HWPX"),
        ["a sheet of Apple Numbers"] = (() => Workbook.Zip([("Index/Document.iwa", "a"), ("preview.jpg", "a")]), "Apple Numbers"),
        ["a web page"] = (() => Encoding.UTF8.GetBytes("\uFEFF\r\n<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>수신번호</td></tr></table></HTML>"), "web page"),
        ["a table of HTML"] = (() => Encoding.UTF8.GetBytes("<table border=1><tr><td>수신번호</td></tr></table>"), "web page"),
        ["a sheet of XML"] = (() => Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>"), "web page"),
        ["a web archive"] = (() => Encoding.UTF8.GetBytes("MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"), "web page"),
        ["a packed table"] = (() => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "gzip"),
        ["a PDF"] = (() => Encoding.ASCII.GetBytes("%PDF-1.7\n"), "PDF"),
        ["an RTF"] = (() => Encoding.ASCII.GetBytes("{\\rtf1\\ansi}"), "RTF"),
        ["no ZIP"] = (() => Encoding.ASCII.GetBytes("to,text\n01012341234,a\n"), "no workbook"),
        ["half a file"] = (() => Workbook.Of(["to", "text"], ["01012341234", "a"])[..900], "damaged"),
        ["a sheet whose part is missing"] = (() => Workbook.WithSheet(Workbook.SheetOf(["to"]), null, ("xl/_rels/workbook.xml.rels", Workbook.LostSheet)), "The part of its sheet 'a' is missing."),
        ["broken XML"] = (() => Workbook.WithSheet(Main + "<row><c>"), "damaged"),
        ["an entity"] = (() => Workbook.WithSheet("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Workbook.SheetOf(["to"])), "damaged"),
        ["an entity in a part that nobody needs"] = (() => Workbook.WithSheet(Workbook.SheetOf(["to"]), null, ("docProps/app.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")), "damaged"),
        ["a bomb of cells"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 1024, Main, "<row><c><v>1</v></c></row>"), "unpacked"),
        ["a cell of 1 GB"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 1024, Main + "<row><c t=\"inlineStr\"><is><t>", "aaaaaaaa"), "unpacked"),
        ["a cell of 100 MB"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 100, Main + "<row><c t=\"inlineStr\"><is><t>", "aaaaaaaa"), "more text"),
        ["a cell of many pieces"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 100, Main + "<row><c t=\"inlineStr\"><is>", "<r><t>aaaaaaaa</t></r>"), "more text"),
        ["a place of 100 MB"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 100, Main + "<row><c r=\"", "aaaaaaaa"), "more text"),
        ["many large parts"] = (() => Workbook.Bomb("xl/media/large.xml", 100, "<a><!--", "<" + new string('a', 63), "--></a>", "xl/media/other.xml"), "are left"),
        ["a bomb of texts"] = (() => Workbook.Bomb("xl/sharedStrings.xml", 100, "<sst>", "<si><t>a</t></si>"), "unpacked"),
        ["many texts"] = (() => Workbook.Bomb("xl/sharedStrings.xml", 31, "<sst>", "<si><t>a</t></si>"), "more texts"),
        ["a million columns"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 20, Main + "<row>", "<c><v>1</v></c>"), "columns"),
        ["a column far away"] = (() => Workbook.WithSheet(Main + "<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>"), "columns"),
        ["many merged cells"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 20, Main + "</sheetData><mergeCells>", "<mergeCell ref=\"A1:B1\"/>"), "merged"),
        ["a nest"] = (() => Workbook.Bomb("xl/worksheets/sheet1.xml", 50, Main, "<a>"), "nested"),
        ["many parts"] = (() => Workbook.Zip(Enumerable.Range(0, 6000).Select(i => ($"a{i}.xml", "<a/>"))), "parts"),
        ["more bytes than a workbook may have"] = (() => [.. "PK\u0003\u0004"u8, .. new byte[33 * 1024 * 1024]], "Save it as CSV"),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Are_refused_with_the_reason_in_little_time(string kind)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var (file, why) = Bad[kind];
        var bytes = file();
        var clock = Stopwatch.StartNew();

        var sent = await tenant.UploadAsync(bytes, type: Workbook.Type);

        Assert.True(sent.Status is 422 or 413 && sent.Text.Contains(why, StringComparison.Ordinal), sent.ToString());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    /// <summary>Their texts are in memory.</summary>
    [Fact]
    public async Task Are_open_one_at_a_time()
    {
        var file = Workbook.Of(["to", "text"], ["01012341234", "a"]);
        var options = Options.Create(new GatewayOptions { Files = { Root = gateway.FilesRoot } });
        using var open = new OpenWorkbook(new FileStore(options, new DiskDeadline()));
        var first = await open.OpenAsync(new MemoryStream(file), CancellationToken.None);

        var second = open.OpenAsync(new MemoryStream(file), CancellationToken.None);
        var isFaster = await Task.WhenAny(second, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System)) == second;
        await first.Workbook!.DisposeAsync();
        await using var other = (await second).Workbook;

        Assert.False(isFaster);
        Assert.NotNull(other);
    }

    /// <summary>A row with a number far away makes a library count up to it.</summary>
    [Fact]
    public async Task End_at_as_many_rows_as_an_upload_may_have()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var sheet = Main + "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>to</v></c></row><row r=\"2000000000\"><c r=\"A2000000000\" t=\"str\"><v>01012341234</v></c></row></sheetData></worksheet>";

        var sent = await tenant.UploadAsync(Workbook.WithSheet(sheet), "&text=a", Workbook.Type);

        Assert.Equal("202 0 1", sent.Said());
        Assert.Equal("1000002 too_many_lines", Assert.Single(sent.Faults())); // The first line is the header.
    }
}

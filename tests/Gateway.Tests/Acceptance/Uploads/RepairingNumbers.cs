using Gateway.Acceptance.Batches.Tables;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Numbers that went through a spreadsheet as amounts.</summary>
public sealed class RepairingNumbers(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Gives_the_zero_back_and_counts_it()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var table = "to,text\n1012345678,안녕\n01012345679,안녕\n1012345670,#{none}\n"u8.ToArray();

        var sent = await tenant.UploadAsync(table, headers: key);
        var again = await tenant.UploadAsync(table, headers: key);

        Assert.Equal("202 2 1 1", $"{sent.Said()} {sent.Json["repaired"]}");
        Assert.Equal(sent.Text, again.Text);
        Assert.Equal(1, (int)(await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}")).Json["repaired"]!);
        Assert.Equal(["01012345678  안녕", "01012345679  안녕"], await tenant.MessagesAsync(sent));
    }

    [Theory]
    [InlineData("1.01235E+10")]
    [InlineData("1.01E+10")]
    [InlineData("1.012345678E9")]
    [InlineData("1,01235E+10")]
    [InlineData(" 1E+10 ")]
    public async Task Rejects_what_was_cut_with_the_remedy(string number)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync($"to;text\n{number};안녕\n01012341234;안녕\n");

        Assert.Equal("202 1 1", sent.Said());
        Assert.Equal("2 excel_number /to/phone", sent.Faults().First());
        Assert.Contains("텍스트", (string)sent.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>What a message would show, and nothing else.</summary>
    [Fact]
    public async Task Rejects_what_a_formula_did_not_find()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        string[][] rows =
        [
            ["to", "name", "금액", "비고", "text"],
            ["01012341231", "#N/A", "1", "", "a"],
            ["01012341232", "", "#div/0!", "", "#{금액}원"],
            ["01012341233", "", "########", "", "#{금액}원"],
            ["01012341234", "", "1", "#REF!", "#VALUE!"],
            ["01012341235", "", "1", "#REF!", "a"],
            ["01012341236", "", "#1", "", "#{금액}원"],
            ["01012341237", "", "", "", "#N/A 는 글자"],
            ["01012341238", "", "###", "", "#{금액}원"],
        ];
        string[] faults = ["2 excel_error /to/name", "3 excel_error /to/variables/금액", "4 excel_error /to/variables/금액", "5 excel_error /text"];
        string[] good = ["01012341235  a", "01012341236  #1원", "01012341237  #N/A 는 글자", "01012341238  ###원"];

        var csv = await tenant.UploadAsync(string.Concat(rows.Select(row => string.Join(',', row) + "\n")), "&ignoreUnused=true");
        var workbook = await tenant.UploadAsync(
            Workbook.Of([.. rows.Select(row => row.Select(cell => cell is ['#', _, .., '!'] or "#N/A" ? $"<c t=\"e\"><v>{cell}</v></c>" : cell).ToArray())]), "&ignoreUnused=true", Workbook.Type);

        Assert.Equal(faults, csv.Faults());
        Assert.Equal(faults, workbook.Faults());
        Assert.Equal(good, await tenant.MessagesAsync(csv));
        Assert.Equal(good, await tenant.MessagesAsync(workbook));
    }

    /// <summary>Programs that write workbooks without Excel calculate none. In Excel some give an empty text.</summary>
    [Theory]
    [InlineData("<c><f>A1</f></c>", "2 excel_error /to/variables/금액")]
    [InlineData("<c><f>A1</f><v></v></c>", "2 excel_error /to/variables/금액")]
    [InlineData("<c t=\"str\"><f>A1</f><v></v></c>", "")]
    [InlineData("<c><f>A1</f><v>5</v></c>", "")]
    public async Task Rejects_a_formula_that_was_never_calculated(string cell, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Workbook.Of(["to", "금액", "text"], ["01012341231", cell, "#{금액}원"]), type: Workbook.Type);

        Assert.Equal(fault, string.Join(", ", sent.Faults()));
    }

    [Theory]
    [InlineData("1012345678", "01012345678", true)]
    [InlineData("10-1234-5678", "010-1234-5678", true)]
    [InlineData("10 1234 5678", "010 1234 5678", true)]
    [InlineData("1012345678.0", "01012345678", true)]
    [InlineData("1112345678", "01112345678", true)]
    [InlineData("161234567", "0161234567", true)]
    [InlineData("212345678", "0212345678", true)]
    [InlineData("311234567", "0311234567", true)]
    [InlineData("7012345678", "07012345678", true)]
    [InlineData("50212345678", "050212345678", true)]
    [InlineData("1,012,345,678", "01012345678", true)]
    [InlineData("=\"01012345678\"", "01012345678", false)]
    [InlineData("=\"010-1234-5678\"", "010-1234-5678", false)]
    [InlineData("=\"1012345678\"", "01012345678", true)]
    [InlineData("=1012345678", "=1012345678", false)]
    [InlineData("1,012,345,678.0", "01012345678", true)]
    [InlineData("212,345,678", "0212345678", true)]
    [InlineData("12,345,678", "12,345,678", false)]
    [InlineData("1012,345,678", "1012,345,678", false)]
    [InlineData("1012345678,1012345679", "1012345678,1012345679", false)]
    [InlineData("01012345678", "01012345678", false)]
    [InlineData("01012345678.0", "01012345678", true)]
    [InlineData("'01012345678", "01012345678", false)]
    [InlineData("101234567", "101234567", false)]
    [InlineData("10123456789", "10123456789", false)]
    [InlineData("15881234", "15881234", false)]
    [InlineData("821012345678", "821012345678", false)]
    [InlineData("+821012345678", "+821012345678", false)]
    [InlineData("12345678", "12345678", false)]
    [InlineData("112", "112", false)]
    [InlineData("", "", false)]
    [InlineData("가", "가", false)]
    public void Repairs_only_what_is_surely_one(string given, string number, bool isRepaired) => Assert.Equal((number, isRepaired), RepairNumber.Of(given));
}

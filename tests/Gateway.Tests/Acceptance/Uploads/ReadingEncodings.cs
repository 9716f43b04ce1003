using System.Text;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Tests.Platform;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Tables in the encodings that Korean programs write: as said, as marked, or as their bytes show.</summary>
public sealed class ReadingEncodings(SharedGateway gateway)
{
    private const string Table = "수신번호,이름,내용\r\n01012341234,홍길동,#{이름}님 똠방각하\r\n";
    private const string Read = "01012341234 홍길동 홍길동님 똠방각하";

    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("utf-8", "", "")]
    [InlineData("utf-8", "", "charset=utf-8")]
    [InlineData("utf-8", "\uFEFF", "")]
    [InlineData("utf-8", "\uFEFF", "charset=\"UTF-8\"")]
    [InlineData("ks_c_5601-1987", "", "")]
    [InlineData("ks_c_5601-1987", "", "charset=euc-kr")]
    [InlineData("ks_c_5601-1987", "", "charset=EUC-KR; header=present")]
    [InlineData("ks_c_5601-1987", "", "charset=cp949")]
    [InlineData("ks_c_5601-1987", "", "charset=ks_c_5601-1987")]
    [InlineData("ks_c_5601-1987", "", "charset=x-windows-949")]
    [InlineData("utf-16", "\uFEFF", "")]
    [InlineData("utf-16", "", "")]
    [InlineData("utf-16", "", "charset=utf-16")]
    [InlineData("utf-16", "\uFEFF", "charset=UTF-16LE")]
    [InlineData("utf-16BE", "\uFEFF", "")]
    [InlineData("utf-16BE", "\uFEFF", "charset=utf-16")]
    [InlineData("utf-16BE", "", "charset=utf-16be")]
    [InlineData("utf-16BE", "", "")]
    public async Task Is_done_for_each(string encoding, string mark, string charset)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Bytes(encoding, mark + Table), type: $"text/csv; {charset}".TrimEnd(' ', ';'));

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal([Read], await tenant.MessagesAsync(sent));
    }

    [Theory]
    [InlineData("text/csv; charset=shift_jis")]
    [InlineData("text/csv; charset=iso-8859-1")]
    [InlineData("text/csv; charset=x")]
    [InlineData("application/x-ndjson; charset=euc-kr")]
    public async Task Refuses_an_unknown_charset_with_those_that_are_known(string type)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Encoding.ASCII.GetBytes("to,text\n01012341234,a\n"), type: type);

        Assert.Equal("415 unsupported_media_type", $"{sent.Status} {sent.Json["code"]}");
        Assert.Contains("utf-8", (string)sent.Json["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>As "Unicode" of old programs, and as mail in Korea was.</summary>
    [Theory]
    [InlineData("utf-32", "\uFEFF", "UTF-32")]
    [InlineData("utf-32", "", "UTF-32")]
    [InlineData("utf-32BE", "\uFEFF", "UTF-32")]
    [InlineData("utf-32BE", "", "UTF-32")]
    [InlineData("iso-2022-kr", "", "ISO-2022-KR")]
    public async Task Names_an_encoding_that_is_not_read_here_and_what_to_save_as(string encoding, string mark, string named)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        byte[] table = encoding == "iso-2022-kr" ? [.. "to,text\n"u8, 0x1B, .. "$)C01012341234,a\n"u8] : Bytes(encoding, mark + Table);

        foreach (var type in new[] { "text/csv", "text/csv; charset=utf-8", "text/csv; charset=utf-16" })
        {
            var sent = await tenant.UploadAsync(table, type: type);

            Assert.Equal((422, "invalid_encoding"), (sent.Status, Assert.Single(sent.Faults())));
            Assert.StartsWith($"The file is {named}", (string)sent.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
            Assert.Contains("Save it as UTF-8", sent.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("utf-16", "\uFEFF", "application/x-ndjson", "UTF-16")]
    [InlineData("utf-16", "", "application/x-ndjson", "UTF-16")]
    [InlineData("utf-16BE", "\uFEFF", "application/x-ndjson", "UTF-16")]
    [InlineData("utf-16BE", "\uFEFF", "application/vnd.ms-excel", "UTF-16")]
    [InlineData("utf-32", "\uFEFF", "application/jsonl", "UTF-32")]
    public async Task Says_that_lines_of_JSON_are_UTF_8(string encoding, string mark, string type, string named)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Bytes(encoding, mark + """{ "to": "01012341234", "text": "안녕" }"""), type: type);

        Assert.Equal((422, "invalid_encoding"), (sent.Status, Assert.Single(sent.Faults())));
        Assert.Contains($"The lines are {named}. Lines of JSON are UTF-8", sent.Text, StringComparison.Ordinal);
    }

    /// <summary>Of an array over several lines only the last line is a message: it would go out alone.</summary>
    [Theory]
    [InlineData("[\n  { \"to\": \"01012341234\", \"text\": \"1\" },\n  { \"to\": \"01012341235\", \"text\": \"2\" }\n]")]
    [InlineData("\uFEFF\r\n [{ \"to\": \"01012341234\", \"text\": \"1\" }]")]
    public async Task Refuses_an_array_where_lines_of_JSON_are_wanted(string array)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Encoding.UTF8.GetBytes(array), type: "application/x-ndjson");

        Assert.Equal((422, "invalid_type"), (sent.Status, Assert.Single(sent.Faults())));
        Assert.Contains("Write one message a line", sent.Text, StringComparison.Ordinal);
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Refuses_a_file_whose_mark_contradicts_the_charset()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(Encoding.UTF8.GetBytes("\uFEFF" + Table), type: "text/csv; charset=euc-kr");

        Assert.Equal(422, sent.Status);
        Assert.Equal(["invalid_encoding"], sent.Faults());
        Assert.Contains("CP949", sent.Text, StringComparison.Ordinal);
        Assert.Contains("UTF-8", sent.Text, StringComparison.Ordinal);
    }

    /// <summary>The first letter of another kind stands behind more ASCII than any buffer holds.</summary>
    [Theory]
    [InlineData("utf-8")]
    [InlineData("ks_c_5601-1987")]
    public async Task Decides_when_the_first_letter_comes_that_is_not_ASCII(string encoding)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var blank = string.Concat(Enumerable.Repeat(new string(',', 99) + "\n", 2000));

        var sent = await tenant.UploadAsync(Bytes(encoding, $"to,name,text\n{blank}01012341234,홍길동,똠방각하\n"));

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal(["01012341234 홍길동 똠방각하"], await tenant.MessagesAsync(sent));
    }

    /// <summary>What was decided stays: lines that contradict are rejected, and nothing is sent with letters of another encoding.</summary>
    [Theory]
    [InlineData("utf-8", "ks_c_5601-1987")]
    [InlineData("ks_c_5601-1987", "utf-8")]
    public async Task Rejects_lines_that_are_of_another_encoding_than_the_file(string encoding, string other)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var many = string.Concat(Enumerable.Range(0, 1500).Select(i => $"010{20000000 + i},홍길동,주문하신 상품이 오늘 출고되었습니다.\n"));
        byte[] table =
        [
            .. Bytes(encoding, "to,name,text\n" + many), .. Bytes(other, "01012341234,김철수,안녕하세요 반갑습니다\n"), .. Bytes(encoding, "01012341235,이영희,끝\n"),
        ];

        var sent = await tenant.UploadAsync(table);

        Assert.Equal("202 1501 1", sent.Said());
        Assert.Equal(["1502 invalid_encoding"], sent.Faults());
    }

    /// <summary>Programs that cut at bytes leave halves of letters.</summary>
    [Fact]
    public async Task Rejects_a_line_with_half_a_letter_and_sends_the_others()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        byte[] table =
        [
            .. Encoding.UTF8.GetBytes("to,text\n01012341234,안녕하"), 0xEC, 0x84, .. Encoding.UTF8.GetBytes("\n01012341235,안녕하세요\n01012341236,반갑습니다\n"),
        ];

        var sent = await tenant.UploadAsync(table);

        Assert.Equal("202 2 1", sent.Said());
        Assert.Equal(["2 invalid_encoding"], sent.Faults());
    }

    /// <summary>The mark is no letter of the first name, also where that stands in quotes.</summary>
    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Takes_the_mark_off_before_a_name_in_quotes(string encoding)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var marked = Encoding.GetEncoding(encoding);

        var sent = await tenant.UploadAsync([.. marked.GetPreamble(), .. marked.GetBytes("\"to\",\"text\"\n01012341234,안녕\n")]);

        Assert.Equal("202 1 0", sent.Said());
    }

    [Fact]
    public async Task Rejects_a_last_line_that_ends_with_half_a_letter()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync([.. Sheet.Cp949.GetBytes("to,text\n01012341234,안녕하세요\n01012341235,반갑습니다"), 0xB0]);

        Assert.Equal("202 1 1", sent.Said());
        Assert.Equal(["3 invalid_encoding"], sent.Faults());
    }

    /// <summary>Bytes of UTF-8 that are letters of CP949 too: Chinese ones.</summary>
    [Fact]
    public async Task Rejects_a_line_of_UTF8_that_would_be_Chinese()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync([.. Sheet.Cp949.GetBytes("to,text\n01012341234,안녕하세요\n01012341235,반갑습니다\n"), .. "01012341236,고객\n"u8]);

        Assert.Equal("202 2 1", sent.Said());
        Assert.Equal(["4 invalid_encoding"], sent.Faults());
    }

    /// <summary>징 and 짖 in CP949 are letters of UTF-8 too: only what stands 6 KB behind them tells.</summary>
    [Fact]
    public async Task Looks_far_enough_to_tell_two_encodings_apart()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = "to,text\n" + string.Concat(Enumerable.Range(0, 320).Select(i => $"010{20000000 + i},{(i < 300 ? "징짖징짖" : "안녕하세요")}\n"));

        var sent = await tenant.UploadAsync(Sheet.Cp949.GetBytes(table));

        Assert.Equal("202 320 0", sent.Said());
        Assert.Equal(300, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}' AND body = '징짖징짖'"));
    }

    [Fact]
    public async Task Composes_what_macOS_takes_apart()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(ComposedTests.TakenApart(Table).Replace("#{" + ComposedTests.TakenApart("이름"), "#{이름", StringComparison.Ordinal));

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal([Read], await tenant.MessagesAsync(sent));
    }

    /// <summary>A few letters of CP949 are UTF-8 by chance; the lines around them decide.</summary>
    [Theory]
    [InlineData("첫\n친\n칠\n홍길동", "CP949")]
    [InlineData("홍길동\n첫", "CP949")]
    [InlineData("첫", "UTF-8")]
    public void Looks_at_many_lines(string text, string expected)
    {
        var guess = Charsets.Guess(Sheet.Cp949.GetBytes(text), whole: true);

        Assert.Equal(expected, guess == Charsets.Cp949 ? "CP949" : "UTF-8");
    }

    [Fact]
    public void Takes_UTF_8_when_its_window_ends_within_a_letter() =>
        Assert.Equal(Charsets.Utf8, Charsets.Guess(Encoding.UTF8.GetBytes("안녕하세요")[..^2], whole: false));

    private static byte[] Bytes(string encoding, string text) => (encoding == "ks_c_5601-1987" ? Sheet.Cp949 : Encoding.GetEncoding(encoding)).GetBytes(text);
}

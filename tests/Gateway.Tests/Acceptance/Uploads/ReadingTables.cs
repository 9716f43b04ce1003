using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Acceptance.Batches.Tables;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Tables in all the forms in which spreadsheets write them.</summary>
public sealed class ReadingTables(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Theory]
    [InlineData("to,name,text\n01012341234,홍,\"a, b\"\n")]
    [InlineData("to;name;text\n01012341234;홍;a, b\n")]
    [InlineData("to\tname\ttext\n01012341234\t홍\ta, b\n")]
    [InlineData("to|name|text\n01012341234|홍|a, b\n")]
    [InlineData("sep=;\nto;name;text\n01012341234;홍;a, b\n")]
    [InlineData("\uFEFFsep=,\r\nto,name,text\r\n01012341234,홍,\"a, b\"\r\n")]
    [InlineData("SEP=\t\nto\tname\ttext\n01012341234\t홍\ta, b\n")]
    [InlineData("\"sep=|\"\nto|name|text\n01012341234|홍|a, b\n")]
    [InlineData("sep=^\nto^name^text\n01012341234^홍^a, b\n")]
    [InlineData("sep=;;;\n;;\nto;name;text\n01012341234;홍;a, b\n")]
    [InlineData("\"to\";\"name\";\"text\"\n\"01012341234\";\"홍\";\"a, b\"\n")]
    [InlineData("\uFEFFsep=\t\r\n\"수신\n번호\"\t이름\t내용\r\n01012341234\t홍\ta, b\r\n")]
    [InlineData("수신번호;이름;내용 (a, b)\n01012341234;홍;a, b\n")]
    [InlineData("수신번호;이름;내용 (a, b, c, d, e)\n01012341234;홍;a, b\n")]
    public Task Are_read_with_each_separator(string table) => ReadsAsync(table, "01012341234 홍 a, b");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public Task Are_read_with_each_line_end(string end) =>
        ReadsAsync($"to,name,text{end}01012341234,홍,a{end}{end}01012341235,\"김\",\"b\"{end}01012341236,이,c", "01012341234 홍 a", "01012341235 김 b", "01012341236 이 c");

    [Theory]
    [InlineData(" To , text ,NAME \n01012341234,a,홍\n")]
    [InlineData("TO,Text,Name\n01012341234,a,홍\n")]
    [InlineData("\u00a0to\u200b,text\u3000,\u200ename\n01012341234,a,홍\n")]
    [InlineData("to,text,name,,\n01012341234,a,홍,,\n")]
    [InlineData("to,text,name,,,,\n01012341234,a,홍\n")]
    [InlineData("to,text,name\n01012341234,a,홍,,,,,,\n")]
    [InlineData("\n\n,,\nto,text,name\n,,\n01012341234,a,홍\n ,,\n,,,,\n\"\",,\n")]
    [InlineData("to,,text,name\n01012341234,,a,홍\n")]
    [InlineData("\"휴대폰\n번호\";\"내용\r\n(필수)\";name\n=\"01012341234\";a;홍\n")]
    [InlineData("to;name;text\n\"=\"\"01012341234\"\"\";홍;a\n")]
    public Task Are_read_with_blanks_where_nothing_is(string table) => ReadsAsync(table, "01012341234 홍 a");

    [Fact]
    public Task Are_read_with_a_thousand_empty_columns() =>
        ReadsAsync($"to,text,name{new string(',', 16_000)}\n01012341234,a,홍{new string(',', 16_000)}\n", "01012341234 홍 a");

    [Theory]
    [InlineData("수신번호,이름,내용")]
    [InlineData("휴대폰번호,성명,메시지")]
    [InlineData("휴대폰 번호(필수),고객명,문자 내용")]
    [InlineData("*전화번호,수신자명,메세지")]
    [InlineData("휴대폰,성함,본문")]
    [InlineData("연락처,고객 이름,문자내용")]
    [InlineData("받는사람,이름,내용")]
    [InlineData("휴대폰번호,받는사람,내용")]
    [InlineData("핸드폰번호,수신자,내용")]
    [InlineData("to,이름,text")]
    [InlineData("수신번호[필수],NAME,text")]
    [InlineData("고객님 휴대전화,고객님 성함,문자 본문")]
    [InlineData("이동전화번호,회원 이름,발송 문구")]
    [InlineData("H.P,성명,문구")]
    [InlineData("hp,성명,문구")]
    [InlineData("수신자 핸드폰 번호,수신자 성명,메시지 본문")]
    [InlineData("받는분 연락처,받는분 성함,전송메시지")]
    [InlineData("수신처,받는사람명,본문 내용")]
    [InlineData("\u1112\u1172\u1103\u1162\u1111\u1169\u11ab,\u110b\u1175\u1105\u1173\u11b7,\u1102\u1162\u110b\u116d\u11bc")]
    [InlineData("\u2800수신\u3164번호\ufe0f,\U000e0020이름\U000e007f,내\u00ad용")]
    public Task Are_read_with_Korean_names(string header) => ReadsAsync($"{header}\n01012341234,홍,a\n", "01012341234 홍 a");

    [Fact]
    public async Task Fill_all_fields_by_their_Korean_names()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.Api.PostAsync(
            "/v1/batches?channel=lms", Encoding.UTF8.GetBytes("수신번호,제목,내용,발신번호,예약일시,참조번호\n01012341234,안내,a,1577-7985,2030-01-01T00:00:00Z,r-1\n"), Sheet.Csv);

        Assert.Equal(["2 schedule_too_far /scheduledAt"], sent.Faults());
        var again = await tenant.Api.PostAsync("/v1/batches?channel=lms", Encoding.UTF8.GetBytes("수신번호,제목,내용,발신번호,참조번호\n01012341234,안내,a,1577-7985,r-1\n"), Sheet.Csv);
        var message = Assert.Single((await tenant.Api.GetAsync($"/v1/messages?batchId={again.Json["id"]}")).Json["items"]!.AsArray())!;
        Assert.Equal("안내 a 15777985 r-1", $"{message["subject"]} {message["text"]} {message["from"]} {message["reference"]}");
    }

    [Theory]
    [InlineData("columns=to:담당,name:고객명칭", "담당,고객명칭,text\n01012341234,홍,a\n")]
    [InlineData("columns=TO: 담당 ,name:고객명칭", " 담당 ;고객명칭;Text\n01012341234;홍;a\n")]
    [InlineData("columns=to:Phone,name:user,text:msg", "PHONE\tuser\tmsg\n01012341234\t홍\ta\n")]
    [InlineData("columns=to:담당,name:누구&ignoreUnused=true&text=a", "담당;누구;비고, 참고, 기타, 끝\n01012341234;홍;x\n")]
    [InlineData("columns=to:휴대폰번호&ignoreUnused=true", "전화번호,휴대폰번호,이름,text\n0212345678,01012341234,홍,a\n")]
    public Task Are_read_with_the_columns_that_the_query_names(string query, string table) => ReadsWithAsync(table, "&" + query, "01012341234 홍 a");

    [Theory]
    [InlineData("columns=to:연락처", "to,연락처,text", "duplicate_field /to")]
    [InlineData("columns=to:연락처", "전화,text", "required /연락처")]
    [InlineData("", "수신번호,휴대폰번호,text", "duplicate_field /to")]
    [InlineData("", "to,전화번호,text", "duplicate_field /to")]
    [InlineData("", "to,TO,text", "duplicate_field /to")]
    [InlineData("", "to,memo,memo,text", "duplicate_field /memo")]
    [InlineData("", "phone,text", "required /to")]
    [InlineData("", "회원번호,text", "required /to")]
    [InlineData("", "to,txt", "unknown_field /txt")]
    public async Task Are_refused_when_a_field_has_two_columns_or_none(string query, string header, string fault)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync($"{header}\n{string.Join(',', header.Split(',').Select(_ => "01012341234"))}\n", "&" + query);

        Assert.Equal(422, sent.Status);
        Assert.Equal([fault], sent.Faults());
    }

    [Fact]
    public async Task Give_up_looking_for_a_header_behind_a_thousand_empty_lines()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var near = await tenant.UploadAsync($"{new string('\n', 999)}to,text\n01012341234,a\n");
        var far = await tenant.UploadAsync($"{new string('\n', 1100)}to,text\n01012341234,a\n");

        Assert.Equal("202 1 0", near.Said());
        Assert.Equal("422 no_lines", $"{far.Status} {far.Json["code"]}");
    }

    [Fact]
    public async Task Say_that_a_title_is_no_header()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("2026년 7월 발송 명단,,\n\n수신번호,이름,내용\n01012341234,홍,a\n");

        Assert.Equal(["required /to"], sent.Faults());
        Assert.Contains("take a title above it out", sent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("010-1234-1234,홍길동,안녕\n010-1234-1235,김,안녕\n", "a phone number stands in it")]
    [InlineData("{ \"to\": \"01012341234\", \"text\": \"a\" }\n", "send it as application/x-ndjson")]
    [InlineData("[{ \"to\": \"01012341234\", \"text\": \"a\" }]\n", "send it as application/x-ndjson")]
    public async Task Say_what_stands_in_the_place_of_a_header(string table, string says)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(table);

        Assert.Contains("required /to", sent.Faults());
        Assert.Contains(says, sent.Text, StringComparison.Ordinal);
    }

    /// <summary>Windows says vnd.ms-excel of every .csv where Excel is installed.</summary>
    [Theory]
    [InlineData("application/vnd.ms-excel", ",")]
    [InlineData("application/vnd.ms-excel; charset=utf-8", ",")]
    [InlineData("Application/CSV", ",")]
    [InlineData("text/x-csv", ";")]
    [InlineData("text/comma-separated-values", ",")]
    [InlineData("text/tab-separated-values", "\t")]
    public async Task Are_read_under_every_name_of_their_type(string type, string separator)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync($"수신번호{separator}내용\n01012341234{separator}안녕\n", type: type);

        Assert.Equal("202 1 0", sent.Said());
        Assert.Equal(["01012341234  안녕"], await tenant.MessagesAsync(sent));
    }

    [Fact]
    public void Have_their_Korean_names_in_the_document()
    {
        var words = File.ReadAllText(Repository.File("docs", "guides", "uploads.md")).Split([' ', '|', '\n']).ToHashSet();

        Assert.Empty(ColumnNames.Korean.Values.SelectMany(names => names).Concat(ColumnNames.Phones).Concat(ColumnNames.Names)
            .Concat(ColumnNames.Whose).Concat(ColumnNames.KoreanPerson).Except(words));
    }

    [Theory]
    [InlineData("to", "invalid_type")]
    [InlineData("to:", "invalid_type")]
    [InlineData("tel:a", "unknown_field")]
    [InlineData("to:a,to:b", "duplicate_field")]
    [InlineData("to:a,name:a", "duplicate_field")]
    public async Task Are_refused_when_the_mapping_has_no_sense(string columns, string code)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("a,text\n01012341234,a\n", "&columns=" + Uri.EscapeDataString(columns));

        Assert.Equal(400, sent.Status);
        Assert.Equal([$"{code} ?columns"], sent.Faults());
    }

    /// <summary>Names and amounts, and one text for all.</summary>
    [Theory]
    [InlineData("수신번호,이름,금액", "#{이름}님, #{금액}원")]
    [InlineData("수신번호,이름,금액", "#{name}님, #{ 금액 }원")]
    [InlineData("to,name,금액", "#{name}님, #{금액}원")]
    [InlineData("연락처;내용;금액", "#{내용}님, #{금액}원")]
    public async Task Are_sent_with_one_text_for_all(string header, string text)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync($"{header}\n01012341234;홍길동;\"12,000\"\n01012341235;김철수;9900\n".Replace(";", header.Contains(';', StringComparison.Ordinal) ? ";" : ",", StringComparison.Ordinal), "&text=" + Uri.EscapeDataString(text));

        Assert.Equal("202 2 0", sent.Said());
        Assert.Equal(["홍길동님, 12,000원", "김철수님, 9900원"], (await tenant.MessagesAsync(sent)).Select(message => message[message.LastIndexOf(message.Contains("홍길동님", StringComparison.Ordinal) ? "홍길동님" : "김철수님", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task Take_all_fields_for_all_from_the_query()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.Api.PostAsync(
            "/v1/batches?channel=sms&from=15777985&onTooLong=upgrade&expireHours=5&reference=r&priority=bulk&text=" + new string('a', 91), "수신번호\n01012341234\n"u8.ToArray(), Sheet.Csv);

        Assert.True((int)sent.Json["accepted"]! == 1, sent.ToString());
        var message = Assert.Single((await tenant.Api.GetAsync($"/v1/messages?batchId={sent.Json["id"]}")).Json["items"]!.AsArray())!;
        Assert.Equal("lms r bulk", $"{message["channel"]} {message["reference"]} {message["priority"]}");
        Assert.Equal(TimeSpan.FromHours(5), Time(message["expiresAt"]!) - Time(message["createdAt"]!));

        static DateTimeOffset Time(JsonNode value) => DateTimeOffset.Parse((string)value!, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\uFEFF")]
    [InlineData("to,text\n")]
    [InlineData("to,text")]
    [InlineData("수신번호,내용\r\n,\r\n\r\n")]
    public async Task Are_refused_when_they_have_no_line(string table)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(table);
        var lines = await tenant.UploadAsync("\n\n", type: "application/x-ndjson");

        Assert.Equal(("422 no_lines", "422 no_lines"), ($"{sent.Status} {sent.Json["code"]}", $"{lines.Status} {lines.Json["code"]}"));
        Assert.Equal(["no_lines"], sent.Faults());
        Assert.Empty((await tenant.Api.GetAsync("/v1/batches")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Tell_lines_that_do_not_fit_by_the_line_on_which_they_start()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("""
            to,text,memo

            01012341234,"a
            b",
            01012341235,a
            01012341236,"a"b,
            01012341237,a,,more
            01012341238,5" pipe,
            01012341239,"a ""b"" c",
            """);

        Assert.Equal("202 3 3", sent.Said());
        Assert.Equal(["5 invalid_csv", "6 invalid_csv", "7 invalid_csv"], sent.Faults());
        Assert.Equal(["01012341234  a\nb", "01012341238  5\" pipe", "01012341239  a \"b\" c"], await tenant.MessagesAsync(sent));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData(',')]
    [InlineData('가')]
    public async Task Go_on_behind_a_record_that_is_too_long(char letter)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var text = new string(letter, 200_000);

        var sent = await tenant.UploadAsync($"to,text\n01012341234,a\n01012341235,\"b{text}\"\n01012341236,c{(letter == '"' ? "" : text)}\n01012341237,\"d\"\n");

        Assert.Equal(letter == '"' ? "202 3 1" : "202 2 2", sent.Said());
        Assert.All(sent.Faults(), fault => Assert.EndsWith("line_too_long", fault, StringComparison.Ordinal));
        Assert.Contains("01012341237  d", await tenant.MessagesAsync(sent));
    }

    [Theory]
    [InlineData("to,text,{0}", "too_many_columns")]
    [InlineData("to,text,\"{1}\"", "too_many_columns")]
    [InlineData("to,\"text", "invalid_csv")]
    public async Task Are_refused_when_their_header_is_beyond_any_use(string header, string code)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(string.Format(null, header, string.Join(',', Enumerable.Range(0, 5000)), new string('a', 200)) + "\n01012341234,a\n");

        Assert.Equal(422, sent.Status);
        Assert.Contains(code, sent.Text, StringComparison.Ordinal);
    }

    private Task ReadsAsync(string table, params string[] messages) => ReadsWithAsync(table, "", messages);

    private async Task ReadsWithAsync(string table, string query, params string[] messages)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync(table, query);

        Assert.Equal($"202 {messages.Length} 0", sent.Said());
        Assert.Equal(messages, await tenant.MessagesAsync(sent));
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Lines that were not sent are kept whole: to be loaded, mended and uploaded again as they are.</summary>
public sealed class DownloadingRejects(SharedGateway gateway)
{
    private const string Told = "line,code,pointer,detail";

    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Gives_every_bad_line_and_no_good_one()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = new StringBuilder("수신번호,이름,내용\n");
        for (var i = 0; i < 10_000; i++)
        {
            table.Append(i % 33 == 7 ? $"010{i},손님 {i},안녕\n" : $"010{20000000 + i},손님 {i},안녕\n");
        }

        var sent = await tenant.UploadAsync(table.ToString());
        var rejects = await RejectsAsync(tenant, sent);

        Assert.Equal("202 9697 303", sent.Said());
        Assert.Equal(304, rejects.Count);
        Assert.Equal(Told + ",수신번호,이름,내용", rejects[0]);
        Assert.StartsWith("9,invalid_phone,/to/phone,", rejects[1], StringComparison.Ordinal);
        Assert.EndsWith(",0107,손님 7,안녕", rejects[1], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 10_000).Where(i => i % 33 == 7).Select(i => $"{i + 2}"), rejects.Skip(1).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]));

        var again = await tenant.UploadAsync("\uFEFF" + Mended(rejects, number => $"010{30000000 + int.Parse(number[3..], CultureInfo.InvariantCulture)}"));
        Assert.Equal("202 303 0", again.Said());
    }

    [Theory]
    [InlineData("content = '\\x00'")]
    [InlineData("content = 'null'::bytea")]
    [InlineData("sealed = true")]
    public async Task Says_so_when_lines_cannot_be_read_any_more(string damage)
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var sent = await tenant.UploadAsync("to,text\n123,a\n");
        await gateway.State.ExecuteAsync($"UPDATE gateway.rejected_lines SET {damage} WHERE batch_id = '{sent.Json["id"]}'");

        var rejects = await RejectsAsync(tenant, sent);

        Assert.Equal([Told, "2,unreadable,,This line and those behind it cannot be decrypted any more."], rejects);
    }

    /// <summary>What a spreadsheet would take for a formula comes harmless, and goes back as it was.</summary>
    [Fact]
    public async Task Gives_lines_that_come_back_as_they_were()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        string[] texts = ["=1+1", "+82", "-1", "@a", "'=1", "''=1", "'a", "＝1+1", "'＋82", "＠a", "a \"b\", c", "a\nb", " a "];
        var table = "to,x,text\n" + string.Concat(texts.Select(text => $"123,1,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));

        var sent = await tenant.UploadAsync(table, "&ignoreUnused=true");
        var file = (await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}/rejects")).Text;
        var again = await tenant.UploadAsync(file.Replace(",123,", ",01012341234,", StringComparison.Ordinal), "&ignoreUnused=true");

        Assert.Equal("202 0 13", sent.Said());
        Assert.Contains(",'=1+1\r\n", file, StringComparison.Ordinal);
        Assert.Contains(",''=1\r\n", file, StringComparison.Ordinal);
        Assert.Equal("202 13 0", again.Said());
        Assert.Equal(texts.Order(StringComparer.Ordinal), (await tenant.Api.GetAsync($"/v1/messages?batchId={again.Json["id"]}")).Json["items"]!.AsArray().Select(item => (string)item!["text"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gives_lines_of_JSON_in_one_column_that_can_be_uploaded_too()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("""
            { "to": "01012341234", "text": "a" }
            { "to": "123", "text": "안녕, \"b\"", "metadata": { "a": "b" } }
            no JSON
            """, type: "application/x-ndjson");
        var file = (await tenant.Api.GetAsync($"/v1/batches/{sent.Json["id"]}/rejects")).Text;
        var again = await tenant.UploadAsync(file.Replace("123", "01012341235", StringComparison.Ordinal));

        Assert.StartsWith("line,code,pointer,detail,json\r\n2,invalid_phone,/to/phone,", file, StringComparison.Ordinal);
        Assert.Equal("202 1 1", again.Said());
        Assert.Equal(["01012341235  안녕, \"b\""], await tenant.MessagesAsync(again));
    }

    [Fact]
    public async Task Tells_all_faults_of_a_line_and_keeps_columns_of_the_same_names()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);

        var sent = await tenant.UploadAsync("to,code,text,expireHours\n123,42,인증번호 #{code},999\n");
        var rejects = await RejectsAsync(tenant, sent);
        var again = await tenant.UploadAsync(string.Join('\n', rejects).Replace(",123,", ",01012341234,", StringComparison.Ordinal).Replace(",999", ",24", StringComparison.Ordinal));

        Assert.Equal(Told + ",to,code,text,expireHours", rejects[0]);
        Assert.Contains("/to/phone invalid_phone: ", rejects[1], StringComparison.Ordinal);
        Assert.Contains("/expireHours out_of_range: ", rejects[1], StringComparison.Ordinal);
        Assert.Equal(["01012341234  인증번호 42"], await tenant.MessagesAsync(again));
    }

    [Fact]
    public async Task Keeps_lines_that_were_refused_when_they_were_stored()
    {
        using var tenant = await Tenant.CreateAsync(_admin, settings: """, "dailyQuota": 2 """);

        var sent = await tenant.UploadAsync("to,text\n01012341234,a\n123,b\n01012341235,c\n01012341236,d\n01012341237,e\n", "&vendor=kpg");
        var rejects = await RejectsAsync(tenant, sent);
        await tenant.Api.PostAsync($"/v1/batches/{sent.Json["id"]}/cancel", "");

        Assert.Equal("202 2 3", sent.Said());
        Assert.Equal(["3,invalid_phone", "5,daily_quota_exceeded", "6,daily_quota_exceeded"], rejects.Skip(1).Select(line => string.Join(',', line.Split(',').Take(2))));
        Assert.EndsWith(",01012341237,e", rejects[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_each_line_once_when_the_upload_was_repeated()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = Encoding.UTF8.GetBytes("to,text\n" + string.Concat(Enumerable.Range(0, 6000).Select(i => i % 100 == 0 ? $"1,bad {i}\n" : $"010{20000000 + i},a\n")));
        var key = Guid.NewGuid().ToString();
        using (var broken = await BrokenUpload.BeginAsync(tenant.Api.Address, Sheet.Sms, Sheet.Csv, tenant.Key, key))
        {
            await broken.SendAsync(table.AsMemory(0, table.Length * 3 / 4));
            await Eventually.BeAsync(
                async () => await gateway.State.CountAsync($"SELECT COALESCE(max(lines), 0) FROM gateway.batches WHERE account_id = '{tenant.Id}'") >= 4000, "4000 lines are stored");
        }

        var sent = await tenant.UploadAsync(table, headers: ("Idempotency-Key", key));
        var rejects = await RejectsAsync(tenant, sent);

        Assert.Equal("202 5940 60", sent.Said());
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"{(i * 100) + 2}"), rejects.Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task Is_empty_where_nothing_was_rejected_and_nobody_elses()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        using var stranger = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var id = (await tenant.UploadAsync("to,text\n01012341234,a\n")).Json["id"];

        var own = await tenant.Api.GetAsync($"/v1/batches/{id}/rejects");

        Assert.Equal($"200 \uFEFF{Told}\r\n", $"{own.Status} \uFEFF{own.Text.TrimStart('\uFEFF')}");
        Assert.Equal("text/csv; charset=utf-8", own.Headers["Content-Type"]);
        Assert.Equal(404, (await stranger.Api.GetAsync($"/v1/batches/{id}/rejects")).Status);
    }

    [Fact]
    public async Task Takes_the_scope_that_sees_whole_numbers()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: """ "scopes": ["messages:send", "messages:read"], "test": true """);
        var id = (await tenant.UploadAsync("to,text\n123,a\n")).Json["id"];

        var answer = await tenant.Api.GetAsync($"/v1/batches/{id}/rejects");

        Assert.Equal("403 forbidden", $"{answer.Status} {answer.Json["code"]}");
        Assert.Contains("messages:read-pii", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_when_contents_go_and_with_its_batch()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Retention:Content"] = "10";
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await ClockedGateway.StartAsync(world.Settings, clock);
        using var tenant = await Tenant.CreateAsync(own.Api, key: Sheet.TestKey);
        var old = (await tenant.UploadAsync("to,text\n123,a\n")).Json["id"];
        clock.Advance(TimeSpan.FromDays(5));
        var young = (await tenant.UploadAsync("to,text\n123,a\n")).Json["id"];
        clock.Advance(TimeSpan.FromDays(6));

        await own.RunJobAsync("remove-contents");

        Assert.Equal(2, (await RejectsAsync(tenant, young!)).Count);
        Assert.Equal([Told], await RejectsAsync(tenant, old!));
        Assert.Equal(1, (int)(await tenant.Api.GetAsync($"/v1/batches/{old}")).Json["rejected"]!);
        await world.State.ExecuteAsync("DELETE FROM gateway.batches");
        Assert.Equal(0, await world.State.CountAsync("SELECT count(*) FROM gateway.rejected_lines"));
    }

    [Fact]
    public async Task Lies_encrypted_where_contents_do_and_cannot_be_moved_to_another_batch()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:EncryptContent"] = "true";
        await using var own = await world.StartAsync();
        var sent = await own.Api.PostAsync(Sheet.Sms, "to,text\n123,geheim\n"u8.ToArray(), Sheet.Csv);
        var other = await own.Api.PostAsync(Sheet.Sms, "to,text\n124,anders\n"u8.ToArray(), Sheet.Csv);

        var file = (await own.Api.GetAsync($"/v1/batches/{sent.Json["id"]}/rejects")).Text;
        var open = await world.State.CountAsync("SELECT count(*) FROM gateway.rejected_lines WHERE position('geheim'::bytea IN content) > 0");
        await world.State.ExecuteAsync($"UPDATE gateway.rejected_lines SET content = (SELECT content FROM gateway.rejected_lines WHERE batch_id = '{sent.Json["id"]}') WHERE batch_id = '{other.Json["id"]}'");
        var moved = (await own.Api.GetAsync($"/v1/batches/{other.Json["id"]}/rejects")).Text;

        Assert.EndsWith(",123,geheim\r\n", file, StringComparison.Ordinal);
        Assert.Equal(0, open);
        Assert.DoesNotContain("geheim", moved, StringComparison.Ordinal);
        Assert.Contains("2,unreadable,", moved, StringComparison.Ordinal);
    }

    /// <summary>A campaign as an office sends one: a table out of Excel, one text, and what was wrong is mended and sent too.</summary>
    [Fact]
    public async Task Lets_a_campaign_be_sent_whole()
    {
        using var tenant = await Tenant.CreateAsync(_admin, key: Sheet.TestKey);
        var table = "휴대폰번호;이름;금액\r\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => i % 100 == 50 ? $"010-1-{i};손님 {i};1,000\r\n" : $"010-2000-{i:0000};손님 {i};1,000\r\n"));
        var text = "&text=" + Uri.EscapeDataString("#{이름}님, 7월 청구액은 #{금액}원입니다.");

        var sent = await tenant.UploadAsync(Sheet.Cp949.GetBytes(table), text);
        var rejects = await RejectsAsync(tenant, sent);
        var again = await tenant.UploadAsync(Sheet.Cp949.GetBytes(Mended(rejects, number => $"010-3000-{int.Parse(number[6..], CultureInfo.InvariantCulture):0000}")), text);

        Assert.Equal("202 1980 20", sent.Said());
        Assert.Equal(21, rejects.Count);
        Assert.Equal("202 20 0", again.Said());
        Assert.Equal(2000, await gateway.State.CountAsync($"SELECT count(DISTINCT recipient) FROM gateway.messages WHERE account_id = '{tenant.Id}'"));
        Assert.Equal(1, await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}' AND body = '손님 50님, 7월 청구액은 1,000원입니다.'"));
        await Eventually.BeAsync(
            async () => await gateway.State.CountAsync($"SELECT count(*) FROM gateway.messages WHERE account_id = '{tenant.Id}' AND status = {(int)Gateway.Messages.MessageStatus.Delivered}") == 2000, "all are delivered");
    }

    /// <summary>The file with another number in each line: the first column of its own, behind a detail that has commas in quotes or none.</summary>
    private static string Mended(IReadOnlyList<string> rejects, Func<string, string> mend) => string.Join(
        "\r\n", rejects.Take(1).Concat(rejects.Skip(1).Select(line => Regex.Replace(line, "(?<=,)010[0-9-]+(?=,)", number => mend(number.Value)))));

    private static async Task<IReadOnlyList<string>> RejectsAsync(Tenant tenant, Answer sent) => await RejectsAsync(tenant, sent.Json["id"]!);

    private static async Task<IReadOnlyList<string>> RejectsAsync(Tenant tenant, System.Text.Json.Nodes.JsonNode id)
    {
        var answer = await tenant.Api.GetAsync($"/v1/batches/{id}/rejects");
        Assert.True(answer.Status == 200, answer.ToString());
        return [.. answer.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
    }
}

using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The clerk's story: from an Excel file to "send the failed again".</summary>
public sealed class SendingAFile(ConsoleWorld world)
{
    /// <summary>Eight good lines, one that fails, one without a number; the number's column has a name that says nothing.</summary>
    private static readonly string[][] Rows =
    [
        ["담당", "이름", "금액", "비고"],
        .. Enumerable.Range(0, 8).Select(i => new[] { $"0105551000{i}", $"고객{i}", $"{i + 1},000", "우수" }),
        ["01055519907", "안돼요", "9,000", ""],
        ["12", "틀린 번호", "1", ""],
    ];

    [Fact]
    public async Task Goes_from_a_workbook_over_mapping_trial_and_hold_to_the_results_and_the_failed_ones_again()
    {
        await using var reader = await world.OpenAsync("ko-KR");
        await reader.SignInAsync(path: "campaigns");
        await reader.Page.GetByText("파일로 보내기").First.ClickAsync();
        await ChooseAsync(reader, "12월 청구.xlsx", Workbook.Of(Rows));

        await reader.SeesAsync("받는 번호가 있는 열을 찾지 못했습니다");
        await reader.Page.SelectOptionAsync("select[aria-label='담당 열은']", "to");
        await reader.Page.GetByText("받는 번호가 있는 열을 찾지 못했습니다").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await reader.SeesAsync("내용에 쓰이지 않는 열: 금액, 비고");
        await WriteAsync(reader);
        Assert.Equal("고객0님, 12월 청구액은 1,000원입니다.", await reader.Page.InnerTextAsync(".bubble"));

        await reader.PressAsync("확인하기");
        await reader.SeesAsync("확인 결과");
        await reader.SeesAsync("9건 올리고 보류");
        Assert.Equal(("9", "1"), (await reader.Page.InnerTextAsync(".trial .good"), await reader.Page.InnerTextAsync(".trial .bad")));
        await reader.ShootAsync("campaign-tried-ko");
        var faulty = await reader.DownloadAsync("제외된 줄 내려받기 (CSV)");
        Assert.Contains("line,code,pointer,detail,담당,이름,금액,비고", faulty);
        Assert.Contains("12,틀린 번호,1,", faulty);
        Assert.Equal(0, await StoredAsync());

        await reader.PressAsync("9건 올리고 보류");
        await reader.SeesAsync("9건이 보류되어 있습니다");
        await reader.SeesAsync("제외된 줄 1개");
        await reader.ShootAsync("campaign-held-ko");
        await reader.PressAsync("9건 보내기");
        await reader.AgreeAsync("9건 보내기");
        await reader.Page.Locator("h1 .tag.completed").WaitForAsync();
        await reader.SeesAsync("88.9%");
        await reader.SeesAsync("실패 사유");
        await reader.ShootAsync("campaign-done-ko");

        Assert.Contains("틀린 번호", await reader.DownloadAsync("제외된 줄 내려받기 (CSV)"));
        Assert.Equal(10, Lines(await reader.DownloadAsync("결과 내려받기 (CSV)")));
        Assert.Equal(2, Lines(await reader.DownloadAsync("실패한 것만 내려받기 (CSV)")));
        await reader.PressAsync("실패한 메시지 다시 보내기");
        await reader.AgreeAsync("1건 다시 보내기");
        await reader.SeesAsync("재발송한 원본");

        Assert.Empty(reader.Complaints);

        async Task<int> StoredAsync() => (await (await world.AdminAsync()).GetAsync("/v1/batches")).Json["items"]!.AsArray().Count(batch => (string?)batch!["name"] == "12월 청구");
    }

    [Fact]
    public async Task Takes_a_file_in_CP949_and_a_template_and_sends_it_at_once_after_a_question_that_names_the_number()
    {
        var template = await (await world.AdminAsync()).PostAsync("/v1/templates", """{ "name": "12월 안내", "channel": "lms", "subject": "안내", "text": "#{이름}님, #{지점}에서 #{금액}원을 받으세요." }""");
        Assert.Equal(201, template.Status);
        var table = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("휴대폰;이름;금액\r\n01055520001;김하나;1\r\n01055520002;이두리;2\r\n");
        var whole = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("휴대폰;이름;금액;지점\r\n01055520001;김하나;1;강남\r\n01055520002;이두리;2;종로\r\n");
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "campaigns/new");
        await ChooseAsync(reader, "list.csv", table);
        await reader.Page.GetByLabel("Use a template").CheckAsync();
        await reader.Page.SelectOptionAsync("#template", "12월 안내");
        await reader.SeesAsync("Variables without a value: #{지점}");
        await reader.Page.FillAsync("#from", "15777985");

        await ChooseAsync(reader, "list.csv", whole);
        await reader.Page.GetByText("Variables without a value").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        Assert.Equal("안내김하나님, 강남에서 1원을 받으세요.", (await reader.Page.InnerTextAsync(".bubble")).Replace("\n", "", StringComparison.Ordinal));
        await reader.Page.GetByLabel("Send immediately").CheckAsync();
        await reader.PressAsync("Check");
        await reader.PressAsync("Send 2 messages");
        await reader.SeesAsync("This sends 2 messages now.");
        await reader.AgreeAsync("Send 2 messages");
        await reader.Page.Locator("h1 .tag.completed").WaitForAsync();

        await reader.SeesAsync("100%");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Asks_to_be_tried_anew_when_something_was_changed_after_the_trial()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "campaigns/new");
        await ChooseAsync(reader, "a.csv", "to,name\n01055520011,a\n"u8.ToArray());
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#text", "first");
        await reader.PressAsync("Check");
        await reader.SeesAsync("Upload 1 and hold");

        await reader.Page.FillAsync("#text", "second");

        await reader.SeesAsync("The content has changed. Check it again.");
        Assert.Equal(0, await reader.Page.GetByText("Upload 1 and hold").CountAsync());
    }

    [Fact]
    public async Task Wants_a_second_person_where_the_account_says_so()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync(), """, "twoPersonRelease": true """);
        var second = await (await world.AdminAsync()).PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "second", "scopes": ["messages:send", "messages:read", "messages:read-pii"] }""");
        await using var first = await world.OpenAsync();
        await first.SignInAsync(tenant.Key, "campaigns/new");
        await first.SeesAsync("This account requires a second person");
        Assert.Equal(0, await first.Page.GetByText("Send immediately").CountAsync());
        await ChooseAsync(first, "a.csv", "to\n01055520021\n"u8.ToArray());
        await first.Page.FillAsync("#from", "15777985");
        await first.Page.FillAsync("#text", "second person");
        await first.PressAsync("Check");
        await first.PressAsync("Upload 1 and hold");
        await first.PressAsync("Send 1 message");
        await first.AgreeAsync("Send 1 message");
        await first.SeesAsync("This key uploaded the campaign. It must be sent with a different key.");

        await using var other = await world.OpenAsync();
        await other.SignInAsync((string)second.Json["key"]!, new Uri(first.Page.Url).AbsolutePath["/console/".Length..]);
        await other.PressAsync("Send 1 message");
        await other.AgreeAsync("Send 1 message");

        await other.Page.Locator("h1 .tag.completed").WaitForAsync();
    }

    private static async Task ChooseAsync(ConsoleWorld.Reader reader, string name, byte[] content)
    {
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = name, MimeType = "", Buffer = content });
        await reader.Page.Locator(".peek").WaitForAsync();
        await reader.Page.WaitForFunctionAsync("name => document.querySelector('.drop strong').textContent === name", name);
    }

    /// <summary>A press on a name puts it where the writer stands.</summary>
    private static async Task WriteAsync(ConsoleWorld.Reader reader)
    {
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#text", "님, 12월 청구액은 원입니다.");
        await reader.Page.EvaluateAsync("() => document.querySelector('#text').setSelectionRange(0, 0)");
        await reader.PressAsync("이름");
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('#text').value.startsWith('#{이름}님')");
        await reader.Page.EvaluateAsync("() => { const text = document.querySelector('#text'); const at = text.value.indexOf('원입'); text.setSelectionRange(at, at); }");
        await reader.PressAsync("금액");
        await reader.SeesAsync("내용에 쓰이지 않는 열: 비고");
        Assert.Equal("#{이름}님, 12월 청구액은 #{금액}원입니다.", await reader.Page.InputValueAsync("#text"));
    }

    private static int Lines(string file) => file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}

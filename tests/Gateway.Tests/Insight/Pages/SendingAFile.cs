using Gateway.Tests.Acceptance.Uploads;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The clerk's story: from an Excel file to "send the failed again".</summary>
public sealed class SendingAFile(ConsoleWorld world)
{
    [Fact]
    public async Task Goes_from_a_workbook_over_a_hold_to_the_results_and_the_failed_ones_again()
    {
        string[][] rows =
        [
            ["수신번호", "이름", "금액"],
            .. Enumerable.Range(0, 8).Select(i => new[] { $"0105551000{i}", $"고객{i}", $"{i},000" }),
            ["01055519907", "안돼요", "9,000"],
            ["12", "틀린 번호", "1"],
        ];
        await using var reader = await world.OpenAsync("ko-KR");
        await reader.SignInAsync(path: "campaigns");
        await reader.Page.GetByText("파일로 보내기").First.ClickAsync();
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "12월 청구.xlsx", MimeType = Workbook.Type, Buffer = Workbook.Of(rows) });
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('#name').value === '12월 청구'");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#text", "#{이름}님, 12월 청구액은 #{금액}원입니다.");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "올리기", Exact = true }).ClickAsync();

        await reader.SeesAsync("9건이 보류되어 있습니다");
        await reader.SeesAsync("제외된 줄 1개");
        await reader.ShootAsync("campaign-held-ko");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "9건 보내기" }).ClickAsync();
        await reader.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "9건 보내기" }).ClickAsync();
        await reader.Page.Locator("h1 .tag.completed").WaitForAsync();
        await reader.SeesAsync("100%");
        await reader.ShootAsync("campaign-done-ko");

        var file = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Page.GetByText("제외된 줄 내려받기").ClickAsync());
        Assert.Contains("틀린 번호", await File.ReadAllTextAsync(await file.PathAsync()));
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "실패한 메시지 다시 보내기" }).ClickAsync();
        await reader.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "1건 다시 보내기" }).ClickAsync();
        await reader.SeesAsync("재발송한 원본");

        Assert.Empty(reader.Complaints);
    }
}

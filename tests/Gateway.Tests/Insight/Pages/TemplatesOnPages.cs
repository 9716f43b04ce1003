using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>Templates in a browser.</summary>
public sealed class TemplatesOnPages(ConsoleWorld world)
{
    [Fact]
    public async Task Makes_a_template_with_buttons_tries_it_changes_and_removes_it()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "templates");
        await reader.FollowAsync("Create the first one");
        await reader.Page.FillAsync("#name", "배송 안내");
        await reader.Page.SelectOptionAsync("#channel", "alimtalk");
        await reader.Page.FillAsync("#text", "#{이름}님, 상품이 출발했습니다.");
        await reader.Page.FillAsync("#sender-key", "5c76f3c2a1b04d77");
        await reader.PressAsync("Create");
        await reader.Page.Locator("#template-code-fault").WaitForAsync();
        await reader.Page.FillAsync("#template-code", "ship01");
        await reader.PressAsync("Add a button");
        await reader.Page.FillAsync("#button-0-name", "배송 조회");
        await reader.Page.FillAsync("#button-0-urlMobile", "https://example.com/#{번호}");
        await reader.Page.FillAsync("[id='value-이름']", "홍길동");
        await reader.Page.PressAsync("[id='value-이름']", "Tab");
        await reader.SeesAsync("홍길동님, 상품이 출발했습니다.");
        await reader.PressAsync("Create");
        await Eventually.GetAsync(() => reader.Page.InnerTextAsync("main"), seen => !seen.Contains("New template", StringComparison.Ordinal), "it is made");
        await reader.FollowAsync("Edit");
        await reader.Page.SelectOptionAsync("#fallback", "sms");
        await reader.PressAsync("Save");
        await reader.Page.Locator("h1 .tag").WaitForAsync();

        var template = (await tenant.Api.GetAsync("/v1/templates")).Json["items"]![0]!;
        Assert.Equal(("배송 안내", "ship01", "sms"), ((string)template["name"]!, (string)template["kakao"]!["templateCode"]!, (string)template["fallback"]!["channel"]!));
        Assert.Equal("""[{"name":"배송 조회","type":"WL","urlMobile":"https://example.com/#{번호}"}]""", template["kakao"]!["buttons"]!.ToJsonString(Plain));
        await reader.PressAsync("Remove");
        await reader.AgreeAsync("Remove");
        await reader.SeesAsync("No templates yet.");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Imports_a_workbook_after_its_faults_were_told_line_by_line()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "templates/import");
        var faulty = Encoding.UTF8.GetBytes("템플릿명,채널,내용\r\n환영,sms,#{이름}님 환영합니다\r\n안내,문자,\r\n");
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "문구.csv", MimeType = "text/csv", Buffer = faulty });
        await reader.SeesAsync("문구.csv");
        await reader.PressAsync("Import");
        await reader.SeesAsync("1 to fix");
        Assert.Equal("text", await reader.Page.InnerTextAsync(".result.failed tbody .mono"));

        var good = Workbook.Of(["템플릿명", "채널", "내용"], ["환영", "sms", "#{이름}님 환영합니다"], ["안내", "sms", "안내드립니다"]);
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "문구.xlsx", MimeType = Workbook.Type, Buffer = good });
        await reader.SeesAsync("문구.xlsx");
        await reader.PressAsync("Import");
        await reader.SeesAsync("2 created, 0 updated");

        Assert.Equal(2, (await tenant.Api.GetAsync("/v1/templates")).Json["items"]!.AsArray().Count);
        Assert.Empty(reader.Complaints);
    }

    private static System.Text.Json.JsonSerializerOptions Plain { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>Result codes, and what came in.</summary>
public sealed class LookingThingsUp(ConsoleWorld world)
{
    [Fact]
    public async Task Finds_a_result_code_by_a_word_in_either_language_and_by_a_vendors_code()
    {
        await using var reader = await world.OpenAsync("ko-KR");
        await reader.SignInAsync(path: "result-codes");
        await reader.Page.FillAsync("#q", "수신거부");
        await reader.PressAsync("검색");
        await reader.SeesAsync("E_TELCO_MSG_DENY");
        Assert.Contains("/console/result-codes?q=", reader.Page.Url);

        await reader.GoAsync("result-codes?q=E_OK");
        Assert.Equal(1, await reader.Page.Locator(".codes > li").CountAsync());
        await reader.GoAsync("result-codes?q=nothing-like-this");
        await reader.SeesAsync("맞는 코드가 없습니다");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Shows_messages_and_faxes_that_came_in_and_gives_the_file()
    {
        await world.ReceiveAsync("01055580001", "예약을 취소해 주세요");
        var admin = await world.AdminAsync();
        await Eventually.BeAsync(async () => (await admin.GetAsync("/v1/faxes/received")).Text.Contains("01055580001", StringComparison.Ordinal), "the fax was found", 60);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "received");
        await reader.SeesAsync("예약을 취소해 주세요");

        await reader.FollowAsync("Faxes");
        var row = reader.Row("01055580001");
        var file = await reader.Page.RunAndWaitForDownloadAsync(() => row.GetByText("Download TIFF").ClickAsync());

        Assert.Equal("II*\0"u8.ToArray(), (await File.ReadAllBytesAsync(await file.PathAsync()))[..4]);
        Assert.EndsWith(".tif", file.SuggestedFilename);
        Assert.Empty(reader.Complaints);
    }
}

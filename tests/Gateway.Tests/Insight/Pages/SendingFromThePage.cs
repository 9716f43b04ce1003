using System.Globalization;
using Gateway.Tests.Files;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>One message from the page: every channel, a trial before, and with the keyboard alone.</summary>
public sealed class SendingFromThePage(ConsoleWorld world)
{
    [Fact]
    public async Task Sends_a_message_with_tab_and_enter_alone()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        var keys = reader.Page.Keyboard;

        await reader.Page.Locator("h1").FocusAsync();
        await ToAsync("from");
        await keys.TypeAsync("15777985");
        await ToAsync("to");
        await keys.TypeAsync("01055530001");
        await ToAsync("text");
        await keys.TypeAsync("By keyboard");
        await ToAsync("submit");
        await keys.PressAsync("Enter");
        await reader.SeesAsync("1 message accepted.");
        await ToAsync("View status", back: true);
        await keys.PressAsync("Enter");
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Contains("By keyboard", await reader.Page.InnerTextAsync(".bubble"));

        // As somebody does who sees where they stand, by the field's name, the button's kind or the link's words.
        async Task ToAsync(string place, bool back = false)
        {
            for (var steps = 0; steps < 60; steps++)
            {
                await keys.PressAsync(back ? "Shift+Tab" : "Tab");
                if (await reader.Page.EvaluateAsync<bool>("place => { const here = document.activeElement; return here.id === place || here.type === place || here.textContent === place; }", place))
                {
                    return;
                }
            }

            Assert.Fail($"60 steps did not lead to '{place}'.");
        }
    }

    [Fact]
    public async Task Sends_a_picture_made_fit_for_phones()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.SelectOptionAsync("#channel", "Mms");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530002");
        await reader.Page.FillAsync("#subject", "사진");
        await reader.Page.FillAsync("#text", "사진을 보냅니다");
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "photo.jpg", MimeType = "image/jpeg", Buffer = Photos.Jpeg(2000, 1500) });
        await reader.SeesAsync("Converted to fit phones.");
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('.phone .picture')?.naturalWidth > 0");
        await reader.ShootAsync("send-mms-en");

        await reader.PressAsync("Send");
        await reader.Page.GetByText("View status").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        await reader.Page.WaitForFunctionAsync("() => document.querySelector('.phone .picture')?.naturalWidth > 0");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Tries_an_alimtalk_with_variable_button_and_fallback_and_sends_it()
    {
        await using var reader = await world.OpenAsync("ko-KR");
        await reader.SignInAsync(path: "send");
        await reader.Page.SelectOptionAsync("#channel", "AlimTalk");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530003");
        await reader.Page.FillAsync("#text", "#{이름}님, 배송을 시작했습니다.");
        await reader.Page.FillAsync("[id='value-이름']", "김하나");
        await reader.Page.FillAsync("#sender-key", "profile1234567890");
        await reader.Page.FillAsync("#template-code", "ship01");
        await reader.Page.GetByText("+ 버튼 추가").ClickAsync();
        await reader.Page.FillAsync("#name-0", "배송 조회");
        await reader.Page.FillAsync("#urlMobile-0", "https://example.com/a");
        await reader.Page.CheckAsync("#fallback");
        await reader.PressAsync("확인하기");

        await reader.SeesAsync("확인 결과");
        Assert.Contains("김하나님, 배송을 시작했습니다.", await reader.Page.InnerTextAsync(".trial .bubble"));
        Assert.Contains("배송 조회", await reader.Page.InnerTextAsync(".trial .bubble"));
        Assert.Contains("실패하면 LMS", await reader.Page.InnerTextAsync(".trial"));
        await reader.ShootAsync("send-alimtalk-ko");
        await reader.PressAsync("보내기");
        await reader.Page.GetByText("진행 보기").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Tries_a_call()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530006");
        await reader.Page.SelectOptionAsync("#channel", "Voice");
        await reader.Page.FillAsync("#text", "안내 전화입니다.");
        await reader.PressAsync("Check");
        await reader.Page.Locator(".trial.fine-edge", new PageLocatorOptions { HasText = "Voice" }).WaitForAsync();

        Assert.Empty(reader.Complaints);
    }

    /// <summary>Of three vendors two take a .txt: that one is drawn which does not must not be told of chance.</summary>
    [Fact]
    public async Task Sends_a_fax_after_a_check_and_says_which_files_go()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.SelectOptionAsync("#channel", "Fax");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "0255530007");
        await reader.Page.FillAsync("#subject", "계약서");
        await reader.SeesAsync("Only some vendors take PNG, TIF and TXT.");
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "song.mp3", MimeType = "audio/mpeg", Buffer = "ID3\u0004\0\0"u8.ToArray() });
        await reader.SeesAsync("A fax takes jpg");
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "contract.txt", MimeType = "text/plain", Buffer = "계약서"u8.ToArray() });
        await reader.SeesAsync("contract.txt");
        for (var i = 0; i < 4; i++)
        {
            await reader.PressAsync("Check");
            await reader.Page.Locator(".trial.fine-edge", new PageLocatorOptions { HasText = "Fax" }).WaitForAsync();
            await reader.Page.FillAsync("#reference", $"fax {i}");
            await reader.Page.PressAsync("#reference", "Tab");
            await reader.Page.Locator(".trial").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        }

        await reader.PressAsync("Send");
        await reader.Page.GetByText("View status").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Sends_by_the_vendor_that_is_chosen_and_offers_those_of_the_channel()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.SelectOptionAsync("#vendor", "kshot");
        await reader.Page.SelectOptionAsync("#channel", "Voice");
        await reader.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('#vendor option')].map(one => one.textContent).join() === 'Automatic,bizppurio,xroshot'");
        Assert.Equal("", await reader.Page.InputValueAsync("#vendor"));
        await reader.Page.SelectOptionAsync("#channel", "Sms");
        await reader.Page.SelectOptionAsync("#vendor", "xroshot");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530008");
        await reader.Page.FillAsync("#text", "by one");
        await reader.PressAsync("Send");
        await reader.Page.GetByText("View status").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Contains("xroshot", await reader.Page.InnerTextAsync("dl.facts"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Sends_a_friendtalk_with_a_picture_and_a_button()
    {
        await using var reader = await world.OpenAsync("ko-KR");
        await reader.SignInAsync(path: "send");
        await reader.Page.SelectOptionAsync("#channel", "FriendTalk");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530009");
        await reader.Page.FillAsync("#text", "이번 주 할인 소식입니다. 🎉");
        await reader.Page.FillAsync("#sender-key", "profile1234567890");
        await reader.Page.FillAsync("#image-url", "https://example.com/sale.jpg");
        await reader.Page.FillAsync("#image-link", "https://example.com/sale");
        await reader.Page.GetByText("+ 버튼 추가").ClickAsync();
        await reader.Page.FillAsync("#name-0", "쇼핑하기");
        await reader.Page.FillAsync("#urlMobile-0", "https://example.com/shop");
        await reader.PressAsync("확인하기");
        await reader.Page.Locator(".trial.fine-edge", new PageLocatorOptions { HasText = "쇼핑하기" }).WaitForAsync();
        await reader.PressAsync("보내기");
        await reader.Page.GetByText("진행 보기").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Contains("친구톡", await reader.Page.InnerTextAsync("dl.facts"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Tells_before_a_send_that_quiet_hours_would_hold_it_and_asks_once_for_many()
    {
        var night = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).Date.AddDays(2).AddHours(23);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055530004\n01055530005");
        await reader.Page.FillAsync("#text", "night");
        await reader.Page.FillAsync("#at", night.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        await reader.Page.CheckAsync("#ad");
        await reader.SeesAsync($"held until {night.Date.AddDays(1):yyyy-MM-dd} 08:00");
        await reader.Page.UncheckAsync("#ad");

        await reader.PressAsync("Schedule");
        await reader.SeesAsync("This schedules 2 messages.");
        await reader.AgreeAsync("Send 2 messages");

        await reader.SeesAsync("2 messages accepted.");
    }
}

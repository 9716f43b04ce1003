using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>
/// What holds for all pages, in both languages and colours, on a desk and on a phone. A page is opened once in each
/// language, and then seen in two forms: colours and width follow the browser while it is open.
/// </summary>
public sealed class EveryPage(ConsoleWorld world)
{
    private static readonly string[] Fixed = ["", "messages", "send", "campaigns", "campaigns/new", "not-there"];

    /// <summary>axe-core looks at each page once in each language, colour and width: in the forms that differ in all three.</summary>
    [Theory]
    [InlineData("ko-KR", "desk light axe,phone dark")]
    [InlineData("en-US", "phone dark axe,desk dark,phone light")]
    public async Task Is_open_to_all_keeps_the_policy_and_is_as_wide_as_the_screen(string language, string forms)
    {
        await using var reader = await world.OpenAsync(language);
        await reader.SignInAsync();
        var wrong = new List<string>();
        foreach (var path in await PathsAsync())
        {
            var seen = forms.Split(',').Select(form => new Form(form)).ToList();
            await seen[0].TakeAsync(reader);
            await reader.GoAsync(path);
            await FillAsync(reader, path);
            foreach (var form in seen)
            {
                await form.TakeAsync(reader);
                wrong.AddRange(await LookAsync(reader, form, path, language[..2]));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(reader.Complaints, line => Assert.Contains("404", line));
    }

    private static async Task<IReadOnlyList<string>> LookAsync(ConsoleWorld.Reader reader, Form form, string path, string language)
    {
        var wrong = new List<string>();
        if (form.IsLookedAt)
        {
            wrong.AddRange((await reader.ViolationsAsync()).Select(found => $"{path}: {found}"));
        }

        var wide = await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        if (wide > form.Width)
        {
            wrong.Add($"{path}: {wide} pixels wide");
        }

        var name = $"{ManagedPages.NameOf(path)}-{language}-{form.Screen}";
        await reader.ShootAsync(form.IsDark ? name + "-dark" : name);
        if (!form.IsDark)
        {
            await reader.PictureAsync(name);
        }

        return wrong;
    }

    private async Task<IReadOnlyList<string>> PathsAsync()
    {
        var admin = await world.AdminAsync();
        var sent = await admin.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055500009", "text": "안녕하세요. 주문하신 상품이 오늘 출발했습니다." }""");
        var batch = await admin.PostAsync("/v1/batches", """{ "name": "7월 청구", "defaults": { "channel": "sms", "from": "15777985", "text": "청구서입니다" }, "messages": [ { "to": "01055500011" }, { "to": "01055509907" } ] }""");
        return
        [
            .. Fixed, $"messages/{sent.Json["messages"]![0]!["id"]}", $"campaigns/{batch.Json["id"]}",
            .. await ManagedPages.PathsAsync(world),
        ];
    }

    /// <summary>Forms as they are when somebody has written and tried, and a campaign that has ended: most of a page is seen only then.</summary>
    private static async Task FillAsync(ConsoleWorld.Reader reader, string path)
    {
        switch (path)
        {
            case "campaigns/new":
                var table = "담당,이름,금액,비고\n01055500021,김하나,12000,\n01055500022,이두리,9500,우수\n12,박세찌,1,\n"u8.ToArray();
                await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "7월 청구.csv", MimeType = "text/csv", Buffer = table });
                await reader.Page.Locator(".peek select").First.SelectOptionAsync("to");
                await reader.Page.FillAsync("#from", "15777985");
                await reader.Page.FillAsync("#text", "#{이름}님, 7월 청구액은 #{금액}원입니다.");
                await reader.Page.ClickAsync(".actions button[type=submit]");
                await reader.Page.Locator(".trial").WaitForAsync();
                break;
            case "send":
                await reader.Page.SelectOptionAsync("#channel", "AlimTalk");
                await reader.Page.FillAsync("#from", "15777985");
                await reader.Page.FillAsync("#to", "01055500023");
                await reader.Page.FillAsync("#text", "#{이름}님, 배송을 시작했습니다.");
                await reader.Page.FillAsync("[id='value-이름']", "김하나");
                await reader.Page.FillAsync("#sender-key", "profile1234567890");
                await reader.Page.FillAsync("#template-code", "ship01");
                await reader.Page.CheckAsync("#fallback");
                await reader.Page.ClickAsync("form .mud-button-outlined");
                await reader.Page.Locator(".trial").WaitForAsync();
                break;
            case var campaign when campaign.StartsWith("campaigns/", StringComparison.Ordinal):
                await reader.Page.Locator("h1 .tag.completed").WaitForAsync();
                await reader.Page.Locator(".ring").WaitForAsync();
                break;
        }
    }

    /// <summary>How a page is seen.</summary>
    private sealed class Form(string words)
    {
        private const int Phone = 390;
        private const int Desk = 1280;

        public string Screen { get; } = words.Split(' ')[0];

        public bool IsDark { get; } = words.Contains("dark", StringComparison.Ordinal);

        public bool IsLookedAt { get; } = words.EndsWith("axe", StringComparison.Ordinal);

        public int Width => Screen == "phone" ? Phone : Desk;

        public async Task TakeAsync(ConsoleWorld.Reader reader)
        {
            await reader.Page.SetViewportSizeAsync(Width, Screen == "phone" ? 844 : 900);
            await reader.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = IsDark ? ColorScheme.Dark : ColorScheme.Light });
        }
    }
}

using System.Globalization;
using Gateway.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The console in a real Chromium, against real databases and agents that work.</summary>
public sealed class LookingAtTheConsole(ConsoleWorld world)
{
    [Fact]
    public async Task Leads_from_the_root_through_the_sign_in_to_the_overview_and_out_again()
    {
        await using var reader = await world.OpenAsync();
        await reader.Page.GotoAsync("/");
        await reader.Page.FillAsync("#key", GatewayProcess.AdminKey);
        await reader.Page.PressAsync("#key", "Enter");

        await reader.LiveAsync();
        await reader.SeesAsync("Accepted today");
        await reader.Page.ClickAsync("a.account");
        await reader.SeesAsync("You are signed in");
        await reader.Page.ClickAsync("button.quiet");
        await reader.Page.WaitForSelectorAsync("#key");

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Speaks_the_browsers_language_until_another_one_is_chosen()
    {
        await using var reader = await world.OpenAsync("ko-KR", ColorScheme.Dark);
        await reader.SignInAsync();
        await reader.SeesAsync("오늘 접수");
        Assert.Equal("ko", await reader.Page.GetAttributeAsync("html", "lang"));

        await reader.Page.ClickAsync("a.switch:text('English')");
        await reader.SeesAsync("Accepted today");
        await reader.GoAsync("messages");

        Assert.Equal("en", await reader.Page.GetAttributeAsync("html", "lang"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Says_first_what_is_wrong_and_lets_an_operator_pause_a_vendor()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync();
        var card = reader.Page.Locator("article.vendor", new PageLocatorOptions { HasText = "xroshot" }).First;

        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await reader.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await reader.SeesAsync("Vendor xroshot is paused.");
        Assert.Equal("paused", (string)(await (await world.AdminAsync()).GetAsync("/v1/vendors/xroshot")).Json["status"]!);
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Resume" }).ClickAsync();
        await reader.Page.GetByText("Vendor xroshot is paused.").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Sends_a_message_counted_while_it_is_written_and_shows_what_became_of_it()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "010-5550-0001");
        await reader.Page.FillAsync("#text", "안녕하세요 😀 ₩1,000");
        await reader.SeesAsync("Phones cannot show these characters");
        await reader.Page.GetByText("Replace all").ClickAsync();
        await reader.Page.WaitForFunctionAsync("() => document.querySelector('#text').value.includes('￦')");
        await reader.Page.FillAsync("#text", "안녕하세요, 1,000원입니다.");
        await reader.SeesAsync("Hangul takes 2 bytes");
        await reader.SeesAsync("26 / 90 bytes");

        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send", Exact = true }).ClickAsync();
        await reader.Page.GetByText("View status").ClickAsync();
        await reader.Page.Locator("h1 .tag.delivered").WaitForAsync();

        Assert.Contains("1,000원입니다.", await reader.Page.InnerTextAsync(".bubble"));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Marks_the_fields_that_the_server_refuses()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "send");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "0821234");
        await reader.Page.FillAsync("#text", "x");

        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send", Exact = true }).ClickAsync();
        await reader.SeesAsync("Please fix the marked fields.");

        Assert.Equal(("true", "false"), (await reader.Page.GetAttributeAsync("#to", "aria-invalid"), await reader.Page.GetAttributeAsync("#text", "aria-invalid")));
        Assert.NotEqual("", await reader.Page.InnerTextAsync("#to-fault"));
    }

    [Fact]
    public async Task Finds_a_message_by_its_number_and_keeps_the_search_in_the_address()
    {
        var sent = await (await world.AdminAsync()).PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055500002", "text": "찾아보세요", "reference": "order-77" }""");
        Assert.Equal(202, sent.Status);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "messages");

        await reader.Page.FillAsync("#q", "010-5550-0002");
        await reader.Page.PressAsync("#q", "Enter");
        await Eventually.GetAsync(
            () => Task.FromResult($"{reader.Page.Url} {string.Join(' ', reader.Complaints)}"),
            seen => seen.Contains("/console/messages?q=010-5550-0002", StringComparison.Ordinal),
            "the search stands in the address",
            30);
        await reader.Page.Locator(".list .open").First.ClickAsync();
        await reader.SeesAsync("order-77");

        Assert.EndsWith((string)sent.Json["messages"]![0]!["id"]!, reader.Page.Url);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Shows_a_key_no_deed_that_it_lacks_and_no_number_that_it_may_not_see()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync(), key: """ "scopes": ["messages:read"] """);
        var whole = await (await world.AdminAsync()).PostAsync($"/v1/accounts/{tenant.Id}/keys", """{ "name": "all", "scopes": ["messages:send", "messages:read", "messages:read-pii"] }""");
        using var sender = new Api((await world.AdminAsync()).Address, (string)whole.Json["key"]!);
        var later = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var sent = await sender.PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": "01055500003", "text": "비밀", "scheduledAt": "{{later}}" }""");
        Assert.True(sent.Status == 202, sent.ToString());
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, $"messages/{(string)sent.Json["messages"]![0]!["id"]!}");

        await reader.SeesAsync("Timeline");
        var page = await reader.Page.ContentAsync();
        Assert.DoesNotContain("01055500003", page);
        Assert.Equal(0, await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel message" }).CountAsync());
        await reader.GoAsync("send");
        await reader.SeesAsync("This page requires a key with the scope messages:send");
        await reader.GoAsync("");
        Assert.Equal(0, await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).CountAsync());

        var held = await sender.PostAsync("/v1/batches", """{ "name": "held", "hold": true, "defaults": { "channel": "sms", "from": "15777985", "text": "비밀" }, "messages": [ { "to": "01055500004" } ] }""");
        foreach (var path in new[] { $"campaigns/{held.Json["id"]}", "messages", "campaigns" })
        {
            await reader.GoAsync(path);
            await reader.SeesAsync(path == "messages" ? "010****" : "held");
            Assert.DoesNotContain("0105550000", await reader.Page.ContentAsync());
            Assert.Equal(0, await reader.Page.Locator("main button.mud-button-outlined-error, main a[href='campaigns/new'], main .mud-button-filled:not([type=submit])").CountAsync());
        }

        await reader.GoAsync("campaigns/new");
        await reader.SeesAsync("This page requires a key with the scope messages:send");
    }

    [Fact]
    public async Task Shows_a_key_that_only_sends_no_link_that_it_may_not_follow()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync(), key: """ "scopes": ["messages:send"] """);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key);
        Assert.Equal(["Send", "Campaigns", "Result codes"], (await reader.Page.Locator("nav.places a:visible").AllInnerTextsAsync()).Select(name => name.Trim()));
        await reader.FollowAsync("Send 1 to 1,000 recipients");
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#to", "01055500005");
        await reader.Page.FillAsync("#text", "only sends");
        await reader.PressAsync("Send");
        await reader.SeesAsync("1 message accepted.");
        Assert.Equal(0, await reader.Page.Locator("main a[href^='messages']").CountAsync());

        await reader.GoAsync("campaigns/new");
        await reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "a.csv", MimeType = "", Buffer = "to\n01055500006\n"u8.ToArray() });
        await reader.Page.Locator(".peek").WaitForAsync();
        await reader.Page.FillAsync("#from", "15777985");
        await reader.Page.FillAsync("#text", "only sends");
        await reader.PressAsync("Check");
        await reader.PressAsync("Upload 1 and hold");
        await reader.SeesAsync("release them with a key that has the scope messages:read");

        Assert.EndsWith("/console/campaigns/new", reader.Page.Url);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Is_left_within_five_seconds_when_its_key_is_revoked()
    {
        await using var reader = await world.OpenAsync();
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await reader.SignInAsync(tenant.Key);

        Assert.Equal(204, (await (await world.AdminAsync()).DeleteAsync($"/v1/accounts/{tenant.Id}/keys/{tenant.KeyId}")).Status);

        await reader.Page.WaitForSelectorAsync("#key", new PageWaitForSelectorOptions { Timeout = 5_000 });
    }

    [Fact]
    public async Task Leads_an_operator_to_the_jobs_also_on_a_phone()
    {
        await using var reader = await world.OpenAsync(width: 390, height: 844);
        await reader.SignInAsync();

        await reader.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "More", Exact = true }).ClickAsync();
        await reader.Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Jobs" }).First.ClickAsync();

        await reader.Page.WaitForURLAsync("**/console/jobs");
    }
}

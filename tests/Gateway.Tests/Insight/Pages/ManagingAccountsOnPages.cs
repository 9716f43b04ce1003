using System.Text;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>Accounts, keys, senders, opt-outs, the audit log and jobs in a browser.</summary>
public sealed class ManagingAccountsOnPages(ConsoleWorld world)
{
    [Fact]
    public async Task Makes_an_account_with_a_quota_and_a_price_and_a_key_that_works_until_it_is_revoked()
    {
        var name = $"가게 {Guid.NewGuid():N}"[..16];
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "accounts/new");
        await reader.Page.FillAsync("#name", name);
        await reader.Page.FillAsync("#dailyQuota", "1000");
        await reader.Page.FillAsync("#price-sms", "many");
        await reader.PressAsync("Create account");
        await reader.SeesAsync("fix the marked fields");
        await reader.Page.FillAsync("#price-sms", "8.4");
        await reader.PressAsync("Create account");
        await reader.SeesAsync("This account has no keys.");
        await reader.SeesAsync("8.4");
        var account = reader.Page.Url.Split('/')[^1];

        await reader.FollowAsync("Create the first one");
        await reader.Page.FillAsync("#name", "주문 서버");
        await reader.Page.FillAsync("#addresses", "127.0.0.0/8\n::1");
        await reader.PressAsync("Create key");
        var secret = await reader.Page.InputValueAsync(".secret input");
        using var api = new Api((await world.AdminAsync()).Address, secret);
        Assert.Equal(200, (await api.GetAsync("/v1/messages")).Status);
        await reader.FollowAsync("Go to account");
        await reader.SeesAsync("127.0.0.0/8");
        Assert.DoesNotContain(secret, await reader.Page.ContentAsync());
        await reader.PressAsync("Revoke");
        await reader.AgreeAsync("Revoke");
        await reader.Page.Locator(".tag.revoked").WaitForAsync();

        await Eventually.BeAsync(async () => (await api.GetAsync("/v1/messages")).Status == 401, "the key is out");
        Assert.Equal(1000, (int)(await (await world.AdminAsync()).GetAsync($"/v1/accounts/{account}")).Json["dailyQuota"]!);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Registers_a_sender_that_the_operator_approves_and_gives_an_end()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var clerk = await world.OpenAsync();
        await clerk.SignInAsync(tenant.Key, "senders");
        await clerk.Page.FillAsync("#number", "1588-4321");
        await clerk.PressAsync("Register");
        await clerk.Row("15884321").GetByText("Pending approval").WaitForAsync();
        Assert.Equal(0, await clerk.Page.GetByText("Approve", new() { Exact = true }).CountAsync());
        Assert.Equal(0, await clerk.Page.GetByText("Edit", new() { Exact = true }).CountAsync());

        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "senders?state=pending");
        await reader.Row("15884321").GetByText("Approve", new() { Exact = true }).ClickAsync();
        await reader.SeesAsync("15884321 can be used now.");
        await reader.GoAsync("senders?state=approved");
        await reader.Row("15884321").GetByText("Edit", new() { Exact = true }).ClickAsync();
        await reader.SeesAsync("Edit 15884321");
        await reader.Page.FillAsync("#expires", "2031-12-31");
        await reader.PressAsync("Save");
        await reader.SeesAsync("15884321 saved.");

        var sender = (await tenant.Api.GetAsync("/v1/senders")).Json["items"]![0]!;
        Assert.Equal(("approved", "2031-12-31T15:00:00.000Z"), ((string)sender["state"]!, (string)sender["expiresAt"]!));
        Assert.Empty(reader.Complaints);
        Assert.Empty(clerk.Complaints);
    }

    [Fact]
    public async Task Adds_finds_and_removes_opt_outs_and_writes_it_all_down()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "optouts");
        await reader.Page.FillAsync("#numbers", "010-5559-0001\n010-5559-0002");
        await reader.PressAsync("Add 2");
        await reader.SeesAsync("2 added");
        await reader.Page.FillAsync("#search", "010 5559 0001");
        await reader.Page.PressAsync("#search", "Enter");
        await reader.SeesAsync("Clear filters");
        await reader.Row("01055590001").GetByText("Remove", new() { Exact = true }).ClickAsync();
        await reader.AgreeAsync("Remove");
        await reader.SeesAsync("This number is not on the list");

        Assert.Equal(["01055590002"], (await tenant.Api.GetAsync("/v1/optouts")).Json["items"]!.AsArray().Select(one => (string)one!["number"]!));
        await reader.GoAsync("audit");
        await reader.SeesAsync("optout.removed");
        Assert.Empty(reader.Complaints);
    }

    /// <summary>As a call centre saves it: no UTF-8, semicolons, a Korean name, a number without its 0, and a total below.</summary>
    [Fact]
    public async Task Adds_opt_outs_from_a_file_and_tells_the_lines_that_were_left_out()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await tenant.Api.PostAsync("/v1/optouts", """{ "number": "01055560002" }""");
        var table = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("접수일;수신거부 번호;비고\r\n2026-01-02;010-5556-0001;080 전화\r\n2026-01-02;1055560002;\r\n\r\n2026-01-03;012;\r\n");
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "optouts");
        await ChooseAsync("nothing.csv", "a,b\nx,y\n"u8.ToArray());
        await reader.SeesAsync("No column of numbers was found.");

        await ChooseAsync("수신거부.csv", table);
        await reader.PressAsync("Add 3 numbers");
        await reader.SeesAsync("1 added, 1 already on the list, 1 line skipped");
        Assert.Equal("5", await reader.Page.InnerTextAsync("[aria-label='Skipped lines'] .num"));
        await ChooseAsync("list.xlsx", Workbook.Of(["01055560003"], ["01055560004"]));
        await reader.PressAsync("Add 2 numbers");
        await reader.SeesAsync("2 added, 0 already on the list");

        Assert.Equal(
            ["01055560001 080 전화", "01055560002 ", "01055560003 ", "01055560004 "],
            (await tenant.Api.GetAsync("/v1/optouts")).Json["items"]!.AsArray().Select(one => $"{one!["number"]} {one["comment"]}").Order(StringComparer.Ordinal));
        Assert.Empty(reader.Complaints);

        Task ChooseAsync(string name, byte[] content) =>
            reader.Page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = name, MimeType = "", Buffer = content });
    }

    [Fact]
    public async Task Shows_what_is_used_of_a_quota()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync(), """, "dailyQuota": 1000 """);
        Assert.Equal(202, (await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": ["01055560005", "01055560006"], "text": "quota" }""")).Status);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, $"accounts/{tenant.Id}");

        await reader.SeesAsync("2 of 1,000 used");

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Runs_a_job_now()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "jobs");
        var before = await LastRunAsync();
        await reader.Row("purge-deliveries").GetByText("Run now").ClickAsync();
        await reader.SeesAsync("purge-deliveries is starting.");
        await Eventually.BeAsync(async () => await LastRunAsync() != before, "it has run before its time", 30);
        await reader.SeesAsync("Background loops of this node");

        Assert.Empty(reader.Complaints);

        async Task<string?> LastRunAsync() => (string?)(await (await world.AdminAsync()).GetAsync("/v1/jobs")).Json["items"]!.AsArray().Single(job => (string)job!["name"]! == "purge-deliveries")!["lastRunAt"];
    }

    [Fact]
    public async Task Leaves_out_of_the_menu_what_a_key_may_not_open()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync(), key: """ "scopes": ["messages:read"] """);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key);

        var names = await reader.Page.Locator("nav.places a:visible").AllInnerTextsAsync();
        Assert.Equal(["Overview", "Messages", "Campaigns", "Statistics", "Received", "Result codes"], names.Select(name => name.Trim()));
        foreach (var path in new[] { "templates", "webhooks", "accounts", "senders", "optouts", "audit", "jobs" })
        {
            await reader.GoAsync(path);
            Assert.Matches("This page requires|requires the scope", await reader.Page.InnerTextAsync("main"));
        }
    }
}

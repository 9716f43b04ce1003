using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>Statistics in a browser.</summary>
public sealed class NumbersOnPages(ConsoleWorld world)
{
    [Fact]
    public async Task Counts_by_what_is_chosen_keeps_the_choice_in_the_address_and_gives_a_file()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        var sent = await tenant.Api.PostAsync("/v1/messages", """{ "channel": "lms", "from": "15777985", "to": ["01055570001", "01055570002"], "text": "통계" }""");
        Assert.Equal(202, sent.Status);
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "statistics");
        await reader.SeesAsync("2 messages");

        await reader.Page.SelectOptionAsync("#by", "channel");
        await reader.Page.SelectOptionAsync("#interval", "hour");
        await reader.PressAsync("Show");
        await reader.Row("LMS").WaitForAsync();

        Assert.Contains("interval=hour&by=channel", reader.Page.Url);
        var file = await reader.Page.RunAndWaitForDownloadAsync(() => reader.Link("Download CSV").ClickAsync());
        Assert.Equal("statistics.csv", file.SuggestedFilename);
        var lines = (await File.ReadAllTextAsync(await file.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("start,channel,status,count,cost", lines[0]);
        Assert.Contains(",lms,", lines[1]);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_time_that_is_too_long_and_shows_the_reconciliation_to_operators()
    {
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "statistics?interval=hour&from=2026-01-01&to=2026-06-30");
        await reader.SeesAsync("At most 31 days");
        var sent = await (await world.AdminAsync()).PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055570003", "text": "대사", "vendor": "kshot" }""");
        Assert.Equal(202, sent.Status);

        await reader.FollowAsync("Reconciliation");
        await reader.Row("kshot").WaitForAsync();

        Assert.Equal("page", await reader.Page.GetAttributeAsync(".heads a.active", "aria-current"));
        Assert.Empty(reader.Complaints);
    }
}

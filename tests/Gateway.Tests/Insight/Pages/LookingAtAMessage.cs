using Gateway.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>What the page of a message tells and does.</summary>
public sealed class LookingAtAMessage(ConsoleWorld world)
{
    [Fact]
    public async Task Shows_what_its_webhooks_answered_and_why_it_failed_in_both_languages_and_sends_it_again()
    {
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var receiver = new WebhookReceiver();
        var hook = await tenant.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}", "events": ["message.failed"] }""");
        Assert.Equal(201, hook.Status);
        await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055539907", "text": "another" }""");
        var sent = await tenant.Api.PostAsync("/v1/messages", """{ "channel": "sms", "from": "15777985", "to": "01055549907", "text": "fails" }""");
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, $"messages/{sent.Json["messages"]![0]!["id"]}");

        await reader.Page.Locator("h1 .tag.failed").WaitForAsync();
        await reader.SeesAsync("message.failed");
        await reader.Page.Locator(".attempts summary").First.ClickAsync();
        Assert.Equal(1, await reader.Page.Locator(".attempts > li").CountAsync());
        Assert.Contains("HTTP 204", await reader.Page.InnerTextAsync(".attempts"));
        Assert.NotEqual("", await reader.Page.InnerTextAsync(".result [lang=ko]"));
        await reader.ShootAsync("message-failed-en");
        await reader.PressAsync("Resend");
        await reader.SeesAsync("This resends 1 message.");
        await reader.AgreeAsync("Resend 1 message");
        await reader.Page.WaitForURLAsync("**/console/messages?batchId=*");
        await reader.Page.Locator(".list .open").WaitForAsync();

        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Shows_times_by_the_browsers_clock_and_points_at_those_of_the_installation()
    {
        var korea = new DateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(40).Date.AddHours(9.5), TimeSpan.FromHours(9));
        var here = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(korea, "America/New_York");
        var sent = await (await world.AdminAsync()).PostAsync("/v1/messages", $$"""{ "channel": "sms", "from": "15777985", "to": "01055540002", "text": "clock", "scheduledAt": "{{korea:yyyy-MM-ddTHH:mm:sszzz}}" }""");
        Assert.True(sent.Status == 202, sent.ToString());
        await using var reader = await world.OpenAsync(zone: "America/New_York");
        await reader.SignInAsync(path: $"messages/{sent.Json["messages"]![0]!["id"]}");

        var time = reader.Page.Locator("dd", new PageLocatorOptions { HasText = $"{here:yyyy-MM-dd HH:mm}" });
        await time.WaitForAsync();

        Assert.Equal($"{korea:yyyy-MM-dd HH:mm:ss} +09:00 KST", await time.GetAttributeAsync("title"));
        await reader.GoAsync("send");
        await reader.SeesAsync("Leave empty to send now (America/New_York)");
        Assert.Empty(reader.Complaints);
    }
}

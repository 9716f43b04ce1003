using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>Endpoints worked from a browser, with a real receiver behind them.</summary>
public sealed class WebhooksOnPages(ConsoleWorld world)
{
    [Fact]
    public async Task Registers_an_endpoint_tests_it_and_sends_an_event_again()
    {
        await using var receiver = new WebhookReceiver();
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, "webhooks");
        await reader.FollowAsync("Create an endpoint to receive results as they arrive");
        await reader.Page.FillAsync("#url", "nonsense");
        await reader.PressAsync("Create");
        await reader.SeesAsync("Please fix the marked fields.");
        Assert.Equal("true", await reader.Page.GetAttributeAsync("#url", "aria-invalid"));

        await reader.Page.FillAsync("#url", receiver.Url);
        await reader.Page.UncheckAsync("#all");
        await reader.Page.CheckAsync("[id='message.delivered']");
        await reader.PressAsync("Create");
        var secret = await reader.Page.InputValueAsync(".secret input");
        await reader.FollowAsync("View endpoint");
        await reader.PressAsync("Send test event");
        var first = await receiver.WaitForAsync(one => one.Type == "webhook.test", "the test event");
        await reader.Page.Locator(".deliveries .tag.succeeded").WaitForAsync();
        await reader.Page.ClickAsync(".deliveries summary");
        await reader.SeesAsync("HTTP 204");
        await reader.PressAsync("Redeliver");
        await receiver.WaitForAsync(one => one.Type == "webhook.test" && one.At > first.At, "the event once more");

        Assert.True(first.IsSignedWith(secret));
        Assert.Equal(["message.delivered"], (await tenant.Api.GetAsync("/v1/webhooks")).Json["items"]![0]!["events"]!.AsArray().Select(one => (string)one!));
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Says_why_an_endpoint_is_off_enables_rotates_replays_and_deletes_it()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 410 };
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        var made = await tenant.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}" }""");
        var id = (string)made.Json["id"]!;
        await tenant.Api.PostAsync($"/v1/webhooks/{id}/test", "");
        await Eventually.BeAsync(async () => (string)(await tenant.Api.GetAsync($"/v1/webhooks/{id}")).Json["status"]! == "disabled", "410 has disabled it");
        receiver.AnswerWith = _ => 204;
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(tenant.Key, $"webhooks/{id}");

        await reader.SeesAsync("This endpoint is disabled.");
        await reader.SeesAsync((string)(await tenant.Api.GetAsync($"/v1/webhooks/{id}")).Json["disabledReason"]!);
        await reader.PressAsync("Enable");
        await reader.Page.Locator("h1 .tag:not(.disabled)").WaitForAsync();
        await reader.PressAsync("Rotate secret");
        await reader.AgreeAsync("Rotate");
        Assert.StartsWith("whsec_", await reader.Page.InputValueAsync(".secret input"));
        await reader.Page.FillAsync("#from", "2026-01-01T00:00");
        await reader.PressAsync("Replay");
        await reader.AgreeAsync("Replay");
        await reader.SeesAsync("Replay started.");
        await reader.PressAsync("Delete");
        await reader.AgreeAsync("Delete");
        await reader.SeesAsync("No endpoints yet.");

        Assert.Equal(404, (await tenant.Api.GetAsync($"/v1/webhooks/{id}")).Status);
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task Shows_the_operator_whose_endpoint_fails_and_why()
    {
        await using var receiver = new WebhookReceiver { AnswerWith = _ => 503 };
        using var tenant = await Tenant.CreateAsync(await world.AdminAsync());
        var name = (string)(await tenant.Api.GetAsync($"/v1/accounts/{tenant.Id}")).Json["name"]!;
        var made = await tenant.Api.PostAsync("/v1/webhooks", $$"""{ "url": "{{receiver.Url}}" }""");
        await tenant.Api.PostAsync($"/v1/webhooks/{made.Json["id"]}/test", "");
        await receiver.WaitForAsync(one => one.Type == "webhook.test", "the test event");
        await using var reader = await world.OpenAsync();
        await reader.SignInAsync(path: "webhooks");
        await reader.FollowAsync("Failing endpoints of all accounts");

        await Eventually.BeAsync(
            async () =>
            {
                await reader.GoAsync("webhooks/failing");
                return (await reader.Row(receiver.Url).InnerTextAsync()).Contains("HTTP 503", StringComparison.Ordinal);
            },
            "the attempt is told");
        await reader.GoAsync("accounts/usage");

        Assert.Contains("1 not working", await reader.Row(name).InnerTextAsync());
        Assert.Empty(reader.Complaints);
    }
}

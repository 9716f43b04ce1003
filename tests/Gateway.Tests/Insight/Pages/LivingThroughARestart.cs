using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The gateway is killed and started again below an open page.</summary>
public sealed class LivingThroughARestart(ConsoleWorld world)
{
    /// <summary>
    /// Two starts of a process, and a page that tries again a second later with each attempt: a minute beside others.
    /// </summary>
    [Fact]
    public async Task Opens_again_by_itself_and_stays_signed_in()
    {
        await world.AdminAsync(); // Skips where there is no browser.
        var own = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        own.Settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePort.Next()}";
        await using var reader = await OpenAsync(await own.StartProcessAsync());
        await reader.Page.EvaluateAsync("() => { window.before = true; }");
        await reader.SeesAsync("Connection lost");

        await using var again = await own.StartProcessAsync();
        await reader.Page.WaitForFunctionAsync(
            "() => window.before !== true && document.querySelector('main[data-live]') !== null",
            null,
            new PageWaitForFunctionOptions { Timeout = 90_000 });
        await reader.Page.ClickAsync("nav.places a[href='send']");

        await reader.SeesAsync("Send a message");

        async Task<ConsoleWorld.Reader> OpenAsync(GatewayProcess gateway)
        {
            await using var first = gateway;
            var opened = await world.OpenAsync(gateway: first.Api.Address);
            await opened.SignInAsync(path: "messages");
            await first.KillAsync();
            return opened;
        }
    }
}

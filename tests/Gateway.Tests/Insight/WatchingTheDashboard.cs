using Gateway.Tests.Insight.SigningIn;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>Hangfire's own pages of the jobs, for an administrator in a browser.</summary>
public sealed class WatchingTheDashboard
{
    private const string Path = "/console/hangfire";

    [Fact]
    public async Task Is_led_to_the_sign_in_when_nobody_is_signed_in()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var browser = new Browser(gateway.Api.Address);

        Assert.Equal(302, (await browser.GetAsync(Path)).Status);
        Assert.Equal(302, (await browser.GetAsync(Path + "/jobs/succeeded")).Status);
        Assert.Equal(401, (await gateway.Api.PostAsync(Path + "/stats", "")).Status);
    }

    [Fact]
    public async Task Shows_the_jobs_and_changes_nothing_for_an_administrator()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var browser = new Browser(gateway.Api.Address);
        Assert.Equal(303, (await browser.SignInAsync(GatewayProcess.AdminKey)).Status);

        // A new install makes Hangfire's tables just after it has become ready.
        var home = await Eventually.GetAsync(() => browser.GetAsync(Path), page => page.Status == 200, "the pages are there", 40);
        var recurring = await Eventually.GetAsync(() => browser.GetAsync(Path + "/recurring?count=100"), page => page.Text.Contains("collect-reports/kshot", StringComparison.Ordinal), "the jobs are listed", 40);
        var trigger = await browser.PostAsync(Path + "/recurring/trigger", ("jobs[]", "purge-old"));

        Assert.Equal((200, 200), (home.Status, recurring.Status));
        Assert.DoesNotContain("Trigger now", recurring.Text);
        Assert.Contains("default-src 'self'", home.Headers["Content-Security-Policy"]);
        Assert.InRange(trigger.Status, 400, 499);
    }
}

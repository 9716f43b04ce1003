using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.SigningIn;

/// <summary>The console's pages as they leave the gateway, before a browser makes anything of them.</summary>
public sealed class ServingThePages(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Keep_the_policy_and_the_key_to_themselves()
    {
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);

        var page = await browser.GetAsync("/console/");

        Assert.Equal(200, page.Status);
        Assert.Contains("Accepted today", page.Text);
        Assert.DoesNotContain(GatewayProcess.AdminKey, page.Text);
        var policy = page.Headers["Content-Security-Policy"];
        Assert.StartsWith("default-src 'none'; script-src 'self'; ", policy);
        Assert.Contains("style-src-elem 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal(("nosniff", "DENY", "no-referrer"), (page.Headers["X-Content-Type-Options"], page.Headers["X-Frame-Options"], page.Headers["Referrer-Policy"]));
        Assert.Contains("no-store", page.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task Refuse_what_a_page_of_another_origin_asks()
    {
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);

        var own = await NegotiateAsync(_admin.Address.GetLeftPart(UriPartial.Authority));
        var other = await NegotiateAsync("https://evil.example");
        var opaque = await NegotiateAsync("null");

        Assert.Equal((200, 403, 403), (own.Status, other.Status, opaque.Status));

        Task<Answer> NegotiateAsync(string origin)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/console/_blazor/negotiate?negotiateVersion=1");
            request.Headers.Add("Origin", origin);
            return browser.SendAsync(request);
        }
    }

    [Fact]
    public async Task Are_for_nobody_who_is_not_signed_in()
    {
        using var browser = new Browser(_admin.Address);
        using var nobody = new Api(_admin.Address, key: null);

        Assert.Equal((302, 302), ((await browser.GetAsync("/console/")).Status, (await browser.GetAsync("/console/messages")).Status));
        Assert.Equal(401, (await nobody.PostAsync("/console/_blazor/negotiate?negotiateVersion=1", "")).Status);
        Assert.Equal(401, (await nobody.GetAsync("/console/assets/console.js")).Status);
    }

    [Fact]
    public async Task Have_files_that_a_browser_keeps_until_they_change()
    {
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);
        var address = System.Text.RegularExpressions.Regex.Match((await browser.GetAsync("/console/")).Text, "assets/pages.css\\?v=[0-9a-f]+").Value;

        var file = await browser.GetAsync("/console/" + address);
        var request = new HttpRequestMessage(HttpMethod.Get, "/console/" + address);
        request.Headers.TryAddWithoutValidation("If-None-Match", file.Headers["ETag"]);

        Assert.Equal((200, "text/css; charset=utf-8"), (file.Status, file.Headers["Content-Type"]));
        Assert.Contains("immutable", file.Headers["Cache-Control"]);
        Assert.Equal(304, (await browser.SendAsync(request)).Status);
        Assert.Equal(404, (await browser.GetAsync("/console/assets/not-there.css")).Status);
    }
}

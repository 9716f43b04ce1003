using System.Net;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight.SigningIn;

/// <summary>The cookie of the console: where it is good, how long, and what somebody else can do with it.</summary>
public sealed class GuardingTheSession(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Opens_no_route_of_the_api()
    {
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);
        using var nobody = new Api(_admin.Address, key: null);

        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/accounts");
        request.Headers.Add("Cookie", $"gateway-console={browser.Session}");

        Assert.Equal(401, (await nobody.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task Is_worth_nothing_when_a_byte_of_its_cookie_was_changed(int place)
    {
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);
        var cookie = browser.Session.ToCharArray();
        var at = place < 0 ? cookie.Length / 2 : place;
        cookie[at] = cookie[at] == 'A' ? 'B' : 'A';

        browser.Cookies.Add(browser.Address, new Cookie("gateway-console", new string(cookie), "/console"));

        Assert.Equal(302, await browser.StatusOfOperatorPageAsync());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00%ff")]
    [InlineData("{\"key\":\"test-admin-key-0123456789\"}")]
    public async Task Is_worth_nothing_when_its_cookie_is_no_cookie_of_ours(string cookie)
    {
        using var nobody = new Api(_admin.Address, key: null);
        var request = new HttpRequestMessage(HttpMethod.Get, "/console/hangfire");
        request.Headers.TryAddWithoutValidation("Cookie", $"gateway-console={cookie}");

        Assert.Equal(401, (await nobody.SendAsync(request)).Status);
    }

    [Fact]
    public async Task Does_not_begin_or_end_without_the_token_of_a_form_of_ours()
    {
        using var browser = new Browser(_admin.Address);

        var without = await browser.PostAsync("/console/sign-in", ("key", GatewayProcess.AdminKey));
        var forged = await browser.PostAsync("/console/sign-in", ("key", GatewayProcess.AdminKey), ("token", "CfDJ8forged"));
        using var victim = new Browser(_admin.Address);
        var stolen = await victim.PostAsync("/console/sign-in", ("key", GatewayProcess.AdminKey), ("token", Browser.Token(await browser.GetAsync("/console/sign-in"))));
        await browser.SignInAsync(GatewayProcess.AdminKey);
        var out_ = await browser.PostAsync("/console/sign-out");

        Assert.Equal((400, 400, 400, 400), (without.Status, forged.Status, stolen.Status, out_.Status));
        Assert.Contains("Enter the key again.", without.Text);
        Assert.Equal("", victim.Session);
        Assert.Equal(404, await browser.StatusOfOperatorPageAsync());
    }

    [Theory]
    [InlineData("application/json", "{\"key\":\"x\"}")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken")]
    [InlineData("application/x-www-form-urlencoded", "key=%zz&%00=&&=")]
    public async Task Does_not_begin_with_a_body_that_is_no_form(string type, string body)
    {
        using var browser = new Browser(_admin.Address);
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(400, (await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/console/sign-in") { Content = content })).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/console")]
    [InlineData("/\\evil.example/console")]
    [InlineData("/console\\..\\..\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/console/../v1/accounts")]
    [InlineData("/consoles")]
    [InlineData("/swagger")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/console/sign-out")]
    [InlineData("/console/sign-in")]
    [InlineData("/console/look?theme=dark")]
    [InlineData("/console\r\nSet-Cookie: a=b")]
    [InlineData("")]
    public async Task Leads_nowhere_but_into_the_console_after_the_sign_in(string target)
    {
        using var browser = new Browser(_admin.Address);

        var entered = await browser.SignInAsync(GatewayProcess.AdminKey, "?return=" + Uri.EscapeDataString(target));

        Assert.Equal((303, "/console/"), (entered.Status, entered.Headers["Location"]));
    }

    [Fact]
    public async Task Is_kept_in_a_cookie_that_scripts_and_other_sites_never_get()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        await using var proxied = await world.StartProcessAsync();
        using var plain = new Browser(proxied.Api.Address);
        var entered = (await plain.SignInAsync(GatewayProcess.AdminKey)).Headers["Set-Cookie"];
        using var behindTls = new Browser(proxied.Api.Address);
        var request = new HttpRequestMessage(HttpMethod.Get, "/console/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        var page = await behindTls.SendAsync(request);
        var formCookie = page.Headers["Set-Cookie"];
        request = new HttpRequestMessage(HttpMethod.Post, "/console/sign-in")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", Browser.Token(page)), KeyValuePair.Create("key", GatewayProcess.AdminKey)]),
        };
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("Cookie", formCookie.Split(';')[0]); // A secure one, which the client keeps back on plain HTTP.
        var secure = (await behindTls.SendAsync(request)).Headers["Set-Cookie"];

        Assert.EndsWith("; max-age=28800; path=/console; samesite=strict; httponly", entered);
        Assert.EndsWith("; max-age=28800; path=/console; secure; samesite=strict; httponly", secure);
        Assert.EndsWith("; path=/console; secure; samesite=strict; httponly", formCookie);
        Assert.DoesNotContain("admin", entered);
    }

    [Fact]
    public async Task Is_good_on_another_node_and_after_a_restart()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var first = await world.StartProcessAsync();
        await using var other = await world.StartProcessAsync();
        using var browser = new Browser(first.Api.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);
        using var elsewhere = new Browser(other.Api.Address);
        elsewhere.TakeCookies(browser);
        Assert.Equal(404, await elsewhere.StatusOfOperatorPageAsync());

        await first.KillAsync();
        await using var again = await world.StartProcessAsync();
        using var later = new Browser(again.Api.Address);
        later.TakeCookies(browser);

        Assert.Equal(404, await later.StatusOfOperatorPageAsync());
    }

    [Fact]
    public async Task Ends_after_eight_hours()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clocked = await ClockedGateway.StartAsync(world.Settings, clock);
        using var browser = new Browser(clocked.Api.Address);
        await browser.SignInAsync(GatewayProcess.AdminKey);
        using var nobody = new Api(clocked.Api.Address, key: null);

        // The cookie is sent by hand: a browser would have forgotten it.
        async Task<int> StatusAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/console/a-page");
            request.Headers.Add("Cookie", $"gateway-console={browser.Session}");
            return (await nobody.SendAsync(request)).Status;
        }

        clock.Advance(TimeSpan.FromHours(8) - TimeSpan.FromMinutes(1));
        Assert.Equal(404, await StatusAsync());
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(401, await StatusAsync());
    }

    [Fact]
    public async Task Is_not_to_be_had_by_guessing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Limits:WrongKeysPerMinute"] = "6";
        await using var guarded = await world.StartAsync();
        using var browser = new Browser(guarded.Api.Address);
        var answers = new List<Answer>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await browser.SignInAsync("wrong-key-0123456789"));
        }

        Assert.Equal((401, 429), (answers[0].Status, answers[^1].Status));
        Assert.Equal("10", answers[^1].Headers["Retry-After"]);

        // A right key works all the same: many people may share an address, and one of them may guess.
        Assert.Equal(303, (await browser.SignInAsync(GatewayProcess.AdminKey)).Status);
        Assert.Equal(200, (await guarded.Api.GetAsync("/v1/webhooks")).Status);
    }
}

using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Insight.SigningIn;

/// <summary>The door of <c>/console</c>: a key, a cookie, and what each kind of key may see.</summary>
public sealed class SigningInToTheConsole(SharedGateway gateway)
{
    private readonly Api _admin = gateway.Ready();

    [Fact]
    public async Task Leads_to_the_sign_in_and_back_to_the_page_that_was_asked_for()
    {
        using var browser = new Browser(_admin.Address);

        var asked = await browser.GetAsync("/console/hangfire/jobs?from=0&count=10");
        Assert.Equal((302, "/console/sign-in?return=%2Fconsole%2Fhangfire%2Fjobs%3Ffrom%3D0%26count%3D10"), (asked.Status, asked.Headers["Location"]));

        var entered = await browser.SignInAsync(GatewayProcess.AdminKey, "?return=%2Fconsole%2Fhangfire%2Fjobs%3Ffrom%3D0%26count%3D10");
        Assert.Equal((303, "/console/hangfire/jobs?from=0&count=10"), (entered.Status, entered.Headers["Location"]));
        Assert.Equal(404, await browser.StatusOfOperatorPageAsync());
    }

    [Fact]
    public async Task Leads_from_the_root_to_the_overview_when_signed_in()
    {
        using var browser = new Browser(_admin.Address);

        Assert.Equal("/console/sign-in?return=%2Fconsole", (await browser.GetAsync("/console")).Headers["Location"]);
        Assert.Equal("/console/", (await browser.GetAsync("/")).Headers["Location"]);
        Assert.Equal("/console/", (await browser.SignInAsync(GatewayProcess.AdminKey)).Headers["Location"]);
        Assert.Equal("/console/", (await browser.GetAsync("/console")).Headers["Location"]);
    }

    [Theory]
    [InlineData("wrong-key-0123456789")]
    [InlineData("gw_00000000000070008000000000000001_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("\ud55c\"><script>")]
    public async Task Refuses_a_wrong_key_says_so_and_shows_it_nowhere(string wrong)
    {
        using var browser = new Browser(_admin.Address);

        var refused = await browser.SignInAsync(wrong);

        Assert.Equal((401, "Bearer"), (refused.Status, refused.Headers["WWW-Authenticate"]));
        Assert.Contains("role=\"alert\">This key does not work.", refused.Text);
        Assert.DoesNotContain(wrong, refused.Text);
        Assert.Equal((302, ""), (await browser.StatusOfOperatorPageAsync(), browser.Session));
    }

    [Fact]
    public async Task Asks_again_when_no_key_was_entered()
    {
        using var browser = new Browser(_admin.Address);

        var refused = await browser.SignInAsync("  ");

        Assert.Equal(400, refused.Status);
        Assert.Contains("Enter a key.", refused.Text);
    }

    [Theory]
    [InlineData("another account's", false)]
    [InlineData("test", true)]
    public async Task Shows_a_page_with_the_way_out_when_a_key_lacks_the_right(string kind, bool ofBuiltIn)
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        var key = ofBuiltIn ? await CreateOwnKeyAsync("""{ "name": "try it", "test": true, "scopes": ["admin"] }""") : tenant.Key;
        using var browser = new Browser(_admin.Address);
        Assert.Equal(303, (await browser.SignInAsync(key)).Status);

        var refused = await browser.GetAsync("/console/hangfire");

        Assert.True(refused.Status == 403, $"{kind}: {refused}");
        Assert.Contains("This key may not open this page", refused.Text);
        var left = await browser.PostAsync("/console/sign-out", ("token", Browser.Token(refused)));
        Assert.Equal((303, "/console/sign-in", ""), (left.Status, left.Headers["Location"], browser.Session));
        Assert.Equal(302, await browser.StatusOfOperatorPageAsync());
    }

    [Fact]
    public async Task Answers_problems_to_whoever_wants_no_page()
    {
        using var nobody = new Api(_admin.Address, key: null);
        using var tenant = await Tenant.CreateAsync(_admin);
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync(tenant.Key);

        var unknown = await nobody.PostAsync("/console/hangfire/stats", "{}");
        var withHeader = await _admin.GetAsync("/console/hangfire");
        var lacking = await nobody.PostAsync("/console/hangfire/stats", "{}", ("Cookie", $"gateway-console={browser.Session}"));

        Assert.Equal((401, "unauthorized"), (unknown.Status, (string)unknown.Json["code"]!));
        Assert.Equal((401, "unauthorized"), (withHeader.Status, (string)withHeader.Json["code"]!));
        Assert.Equal((403, "forbidden"), (lacking.Status, (string)lacking.Json["code"]!));
    }

    [Fact]
    public async Task Ends_within_five_seconds_when_the_key_is_revoked()
    {
        var created = await _admin.PostAsync($"/v1/accounts/{BuiltIn}/keys", """{ "name": "leaves", "scopes": ["admin"] }""");
        using var browser = new Browser(_admin.Address);
        await browser.SignInAsync((string)created.Json["key"]!);
        Assert.Equal(404, await browser.StatusOfOperatorPageAsync());

        Assert.Equal(204, (await _admin.DeleteAsync($"/v1/accounts/{BuiltIn}/keys/{created.Json["id"]}")).Status);

        await Eventually.BeAsync(async () => await browser.StatusOfOperatorPageAsync() == 302, "the key is out", 5);
    }

    [Fact]
    public async Task Writes_sign_ins_and_outs_into_the_audit_log()
    {
        using var tenant = await Tenant.CreateAsync(_admin);
        using var browser = new Browser(_admin.Address);

        await browser.SignInAsync(tenant.Key);
        var page = await browser.GetAsync("/console/sign-in");
        Assert.Contains("You are signed in", page.Text);
        await browser.PostAsync("/console/sign-out", ("token", Browser.Token(page)));

        var log = (await tenant.Api.GetAsync("/v1/audit-log")).Json["items"]!.AsArray().Where(entry => (string)entry!["keyId"]! == tenant.KeyId).Select(entry => (string)entry!["action"]!);
        Assert.Equal(["console.signed_out", "console.signed_in"], log);
    }

    private const string BuiltIn = "00000000-0000-7000-8000-000000000001";

    private async Task<string> CreateOwnKeyAsync(string json) => (string)(await _admin.PostAsync($"/v1/accounts/{BuiltIn}/keys", json)).Json["key"]!;
}

using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Insight.SigningIn;

/// <summary>The pages themselves: languages, headers, and what every route of the console keeps to.</summary>
public sealed class ConsolePages(SharedGateway gateway)
{
    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "ko", "로그인")]
    [InlineData("en-US,en;q=0.9,ko;q=0.8", "en", "Sign in")]
    [InlineData("en;q=0.5,ko", "ko", "로그인")]
    [InlineData("de,ko;q=0.5", "ko", "로그인")]
    [InlineData("de", "en", "Sign in")]
    public async Task Speak_the_browsers_language(string accepted, string language, string title)
    {
        using var browser = new Browser(gateway.Ready().Address, accepted);

        var page = await browser.GetAsync("/console/sign-in");

        Assert.Equal((200, language), (page.Status, page.Headers["Content-Language"]));
        Assert.Contains($"<html lang=\"{language}\">", page.Text);
        Assert.Contains($"<h1>{title}</h1>", page.Text);
    }

    [Fact]
    public async Task Load_nothing_run_nothing_and_stand_in_no_frame()
    {
        using var browser = new Browser(gateway.Ready().Address);

        var page = await browser.GetAsync("/console/sign-in");

        Assert.Matches("^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]+='; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$", page.Headers["Content-Security-Policy"]);
        Assert.Equal(("nosniff", "DENY", "no-referrer"), (page.Headers["X-Content-Type-Options"], page.Headers["X-Frame-Options"], page.Headers["Referrer-Policy"]));
        Assert.Contains("no-store", page.Headers["Cache-Control"]);
        Assert.DoesNotContain("<script", page.Text);
        Assert.DoesNotContain(" style=", page.Text);
    }

    [Fact]
    public async Task Are_not_there_when_they_are_switched_off()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:Console"] = "false";
        await using var closed = await world.StartAsync();

        Assert.Equal((404, 404), ((await closed.Api.GetAsync("/console/sign-in")).Status, (await closed.Api.GetAsync("/console")).Status));
        using var browser = new Browser(closed.Api.Address);
        Assert.Equal("/swagger", (await browser.GetAsync("/")).Headers["Location"]);
    }

    /// <summary>The rule for every route that the document leaves out: it is a page of the console, or a redirect of one. No list of paths.</summary>
    [Fact]
    public async Task Are_the_only_routes_outside_the_document_and_open_only_where_they_say_so()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var clocked = await ClockedGateway.StartAsync(world.Settings, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var routes = clocked.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        var pages = routes.Where(route => route.RoutePattern.RawText is "/" || route.RoutePattern.RawText!.StartsWith("/console", StringComparison.Ordinal)).ToList(); // Each route has a pattern.

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.NotNull(page.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()));
        Assert.All(routes.Except(pages), route => Assert.Null(route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()));
        using var nobody = new Api(clocked.Api.Address, key: null);
        foreach (var page in pages.Where(page => page.Metadata.GetMetadata<IAllowAnonymous>() is null && !page.RoutePattern.RawText!.Contains('{')))
        {
            Assert.Equal(401, (await nobody.GetAsync(page.RoutePattern.RawText!)).Status);
        }
    }
}

using Gateway.Insight.Console;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gateway.Tests.Insight.Pages;

/// <summary>The zone that a browser's cookie names, which anybody may have written.</summary>
public sealed class KnowingTheZone
{
    [Theory]
    [InlineData("America/New_York", "America/New_York")]
    [InlineData("Etc/GMT+9", "Etc/GMT+9")]
    [InlineData("Nowhere/Land", null)]
    [InlineData("../zone.tab", null)]
    [InlineData("/etc/localtime", null)]
    [InlineData("/usr/share/zoneinfo/Asia/Seoul", null)]
    [InlineData("../zoneinfo/Asia/Seoul", null)]
    [InlineData("", null)]
    public void Takes_zones_and_nothing_else(string cookie, string? zone)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"gateway-console-zone={cookie}";

        Assert.Equal(zone, ConsoleLook.Of(context.Request).Zone?.Id);
    }
}

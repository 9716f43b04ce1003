using Gateway.Tests.Support;
using Microsoft.Playwright;

namespace Gateway.Tests.Insight.Pages;

/// <summary>What somebody does on a page.</summary>
internal static class ReaderDeeds
{
    /// <summary>Presses a button of the page.</summary>
    public static Task PressAsync(this ConsoleWorld.Reader reader, string name) =>
        reader.Page.Locator("main").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>Follows a link of the page, until the page before has gone: both may have a field of the same name.</summary>
    public static async Task FollowAsync(this ConsoleWorld.Reader reader, string name)
    {
        var heading = await reader.Page.Locator("main h1").First.ElementHandleAsync();
        await reader.Link(name).ClickAsync();
        await Eventually.BeAsync(() => heading.EvaluateAsync<bool>("heading => !heading.isConnected"), $"{name} leads to another page", seconds: 30);
    }

    public static ILocator Link(this ConsoleWorld.Reader reader, string name) =>
        reader.Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = name, Exact = true }).First;

    /// <summary>Says yes to what is asked.</summary>
    public static Task AgreeAsync(this ConsoleWorld.Reader reader, string name) =>
        reader.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    /// <summary>The row of the page's list that has this text.</summary>
    public static ILocator Row(this ConsoleWorld.Reader reader, string text) =>
        reader.Page.Locator("main table.list tbody tr", new PageLocatorOptions { HasText = text }).First;

    /// <summary>A picture for docs/console, as a screen shows the page; only when docs/console/renew.sh asks for it.</summary>
    public static async Task PictureAsync(this ConsoleWorld.Reader reader, string name)
    {
        if (Environment.GetEnvironmentVariables()["GATEWAY_TEST_PICTURES"] is string folder)
        {
            await reader.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }
}

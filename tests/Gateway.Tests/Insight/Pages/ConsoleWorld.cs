using Deque.AxeCore.Playwright;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Tests.Insight.Pages;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(ConsoleWorld))]

namespace Gateway.Tests.Insight.Pages;

/// <summary>
/// One Chromium and one gateway with three vendors whose agents work, for all tests of the console's pages; started by
/// the first of them.
/// </summary>
public sealed class ConsoleWorld : IAsyncLifetime
{
    private readonly SemaphoreSlim _start = new(1);
    private EveryVendor? _vendors;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots go, for people to look at; null: nobody does, and none is made.</summary>
    private static string? Screens => Setting("GATEWAY_TEST_SCREENSHOTS");

    /// <summary>Where the agent lays faxes that come in.</summary>
    private string Incoming { get; } = Directory.CreateTempSubdirectory("gateway-faxes-").FullName;

    private Api Admin => _vendors!.Gateway.Api; // Started by who asks for it.

    internal string Log => _vendors!.Gateway.Log; // Ready before a test has it.

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_vendors is not null)
        {
            await _vendors.DisposeAsync();
        }

        _start.Dispose();
    }

    /// <summary>The operator of the gateway, which is started if it was not.</summary>
    internal async Task<Api> AdminAsync()
    {
        await StartAsync();
        return Admin;
    }

    /// <summary>A short message and a fax come in from a number.</summary>
    internal async Task ReceiveAsync(string from, string text)
    {
        await StartAsync();
        var agent = new XroshotAgent(
            AgentRunner.Database(_vendors!.Vendor), new XroshotAgentOptions(), TimeProvider.System, new Random(1)); // Started above.
        await agent.ReceiveTextAsync(from, "0212345678", text);
        await agent.ReceiveFaxAsync(from, "03030001234", 2, Incoming);
    }

    /// <summary>A browser of its own kind: no cookies, this language, these colours, this width.</summary>
    internal async Task<Reader> OpenAsync(
        string language = "en-US",
        ColorScheme colours = ColorScheme.Light,
        int width = 1280,
        int height = 900,
        string zone = "Asia/Seoul",
        Uri? gateway = null)
    {
        await StartAsync();
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions // Started above.
        {
            BaseURL = (gateway ?? Admin.Address).ToString(),
            TimezoneId = zone,
            Locale = language,
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(60_000); // Beside other tests everything may take ten times as long.
        return new Reader(context, await context.NewPageAsync());
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariables()[name] as string;

    private async Task StartAsync()
    {
        Assert.SkipWhen(TestServers.Postgres is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        var chromium = Setting("GATEWAY_TEST_CHROMIUM");
        Assert.SkipWhen(chromium is null, "GATEWAY_TEST_CHROMIUM is not set: no chromium was found. Run ./test.sh, which installs it where it may.");
        await _start.WaitAsync();
        try
        {
            if (_browser is not null)
            {
                return;
            }

            _playwright ??= await Playwright.CreateAsync();
            _vendors ??= await EveryVendor.StartAsync(
                DatabaseKind.PostgreSql,
                ("Vendors:xroshot:Xroshot:ReceiveMessages", "true"),
                ("Vendors:xroshot:Xroshot:ReceiveDirectory", Incoming));
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = chromium,
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _start.Release();
        }
    }

    /// <summary>Somebody before a screen.</summary>
    internal sealed class Reader : IAsyncDisposable
    {
        private readonly IBrowserContext _context;

        public Reader(IBrowserContext context, IPage page)
        {
            (_context, Page) = (context, page);
            page.Console += (_, line) => Keep(line);
            page.PageError += (_, fault) => Complaints.Add(fault);
        }

        public IPage Page { get; }

        /// <summary>Faults of scripts, and what the policy has refused.</summary>
        public List<string> Complaints { get; } = [];

        public ValueTask DisposeAsync() => _context.DisposeAsync();

        /// <summary>The way in: the form with the key.</summary>
        public async Task SignInAsync(string key = GatewayProcess.AdminKey, string path = "")
        {
            await Page.GotoAsync("/console/" + path);
            await Page.FillAsync("#key", key);
            await Page.PressAsync("#key", "Enter");
            await LiveAsync();
        }

        public async Task GoAsync(string path)
        {
            await Page.GotoAsync("/console/" + path);
            await LiveAsync();
        }

        /// <summary>Until the page answers to what is pressed: its circuit has begun.</summary>
        public async Task LiveAsync()
        {
            await Page.WaitForSelectorAsync("main[data-live]");
        }

        /// <summary>What a press on a link saves.</summary>
        public async Task<string> DownloadAsync(string link)
        {
            var file = await Page.RunAndWaitForDownloadAsync(() => Page.GetByText(link, new PageGetByTextOptions { Exact = true }).ClickAsync());
            return await File.ReadAllTextAsync(await file.PathAsync());
        }

        public Task SeesAsync(string text) => Page.GetByText(text).First.WaitForAsync();

        public async Task ShootAsync(string name)
        {
            if (Screens is not { } folder)
            {
                return;
            }

            await Page.EvaluateAsync("() => { scrollTo(0, 0); return document.fonts.ready.then(() => true); }");
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        }

        /// <summary>What axe-core finds, one line each.</summary>
        public async Task<IReadOnlyList<string>> ViolationsAsync() =>
        [
            .. (await Page.RunAxe()).Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html}")),
        ];

        private void Keep(IConsoleMessage line)
        {
            if (line.Type == "error")
            {
                Complaints.Add(line.Text);
            }
        }
    }
}

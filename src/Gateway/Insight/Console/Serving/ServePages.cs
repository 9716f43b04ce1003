using System.Diagnostics;
using Gateway.Acceptance.Batches.Workbooks;
using Gateway.Insight.Console.Calls;
using Gateway.Insight.Console.Campaigns;
using Gateway.Insight.Console.OptOuts;
using Gateway.Insight.Console.Pages;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace Gateway.Insight.Console.Serving;

/// <summary>
/// The pages of the console: Blazor, with services and a pipeline of their own, made when the first of them is opened.
/// Until then they cost the gateway nothing, and what they register never meets the API.
/// </summary>
internal sealed class ServePages : IAsyncDisposable
{
    /// <summary>
    /// Scripts, styles and connections are the gateway's own alone, and nothing runs that stands in a page. Blazor and
    /// MudBlazor write <c>style</c> attributes (places of menus, widths of bars); style elements they may not write.
    /// The plain <c>style-src</c> is for browsers that do not know the two finer ones.
    /// </summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private readonly Lazy<Parts> _parts;

    public ServePages(IServiceProvider gateway) => _parts = new Lazy<Parts>(() => Make(gateway));

    public async ValueTask DisposeAsync()
    {
        if (_parts.IsValueCreated)
        {
            await _parts.Value.Services.DisposeAsync();
        }
    }

    /// <summary>Answers a request below <c>/console</c> of a browser that is signed in.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var (root, path) = (request.PathBase, request.Path);
        if (!path.StartsWithSegments(ConsoleModule.Root, out var matched, out var rest) || !rest.HasValue)
        {
            // Addresses on the pages are relative to the folder.
            context.Response.Redirect(ReturnPath.Home);
            return;
        }

        if (IsFromElsewhere(request))
        {
            await new ProblemResult(ErrorCode.Forbidden, "The pages are worked from their own address alone.")
                .ExecuteAsync(context);
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-store";
        var parts = _parts.Value;
        var services = context.Features.Get<IServiceProvidersFeature>();
        await using var own = new RequestServicesFeature(context, parts.Scopes);
        (request.PathBase, request.Path) = (root.Add(matched), rest);
        context.Features.Set<IServiceProvidersFeature>(own);
        try
        {
            await parts.Pipeline(context);
        }
        finally
        {
            context.Features.Set(services);
            (request.PathBase, request.Path) = (root, path);
        }
    }

    /// <summary>A page of somebody else that opens a connection in its reader's name: browsers tell which it is.</summary>
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);

    private static Parts Make(IServiceProvider gateway)
    {
        var provider = Services(gateway).BuildServiceProvider();
        var app = new ApplicationBuilder(provider);
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseRouting();
        app.UseAntiforgery();
        app.UseEndpoints(static pages =>
        {
            var assets = pages.ServiceProvider.GetRequiredService<ConsoleAssets>();
            pages.MapGet("/assets/{name}", (HttpContext context, string name) => assets.ServeAsync(context, name));
            pages.MapDownloads();
            pages.MapRazorComponents<ConsoleApp>().AddInteractiveServerRenderMode();
        });
        return new Parts(provider, provider.GetRequiredService<IServiceScopeFactory>(), app.Build());
    }

    private static ServiceCollection Services(IServiceProvider gateway)
    {
        var services = new ServiceCollection();
        Share<ILoggerFactory>();
        Share<IConfiguration>();
        Share<IWebHostEnvironment>();
        Share<IHostEnvironment>();
        Share<IHostApplicationLifetime>();
        Share<DiagnosticListener>();
        Share<DiagnosticSource>();
        Share<TimeProvider>();
        services.AddLogging();
        services.AddRouting();

        // Who may come in was decided by the guard before.
        services.Configure<RouteOptions>(static options => options.SuppressCheckForUnhandledSecurityMetadata = true);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();

        // The keys of the state database, so that a page that one node has drawn comes to life on another one.
        Share<IDataProtectionProvider>();
        Share<CallApi>();
        Share<IOptions<GatewayOptions>>();
        Share<WatchSession>();
        Share<OpenWorkbook>();
        Share<QuietHours>();
        services.AddSingleton<PeekTable>();
        services.AddSingleton<OptOutTable>();
        services.AddSingleton<ConsoleAssets>();
        services.AddScoped<ConsoleApi>();
        services.AddScoped<ConsoleNotes>();
        return services;

        void Share<T>()
            where T : class =>
            services.AddSingleton(gateway.GetRequiredService<T>());
    }

    private sealed record Parts(ServiceProvider Services, IServiceScopeFactory Scopes, RequestDelegate Pipeline);
}

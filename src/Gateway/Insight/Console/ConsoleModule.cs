using Gateway.Accounts;
using Gateway.Insight.Console.Calls;
using Gateway.Insight.Console.Serving;
using Gateway.Platform;
using Gateway.Platform.Jobs;
using Gateway.Platform.OpenApi;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Insight.Console;

/// <summary>
/// Pages for browsers under <c>/console</c>. Everything there needs a sign-in, but for the routes that say
/// <c>AllowAnonymous</c>; what a key may see and do there is what the API lets it. The jobs' own pages need an
/// administrator of the installation. Pages are no API, so the OpenAPI document leaves them out.
/// </summary>
internal static class ConsoleModule
{
    public const string Root = "/console";

    /// <summary>Hangfire's own pages.</summary>
    public const string Jobs = Root + "/hangfire";

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddSingleton<ConsoleSession>();
        services.AddSingleton<GuardConsole>();
        services.AddSingleton<WriteConsolePage>();
        services.AddScoped<SignIn>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<IStartupFilter>(static provider => provider.GetRequiredService<ApiPipeline>());
        services.AddSingleton<CallApi>();
        services.AddSingleton<WatchSession>();
        services.AddSingleton<ServePages>();
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = ConsolePage.TokenField;
            options.SuppressXFrameOptionsHeader = true; // PageHeaders refuses frames altogether.
            options.Cookie.Name = "gateway-console-form";
            options.Cookie.Path = Root;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    /// <summary>The headers of pages and the guard, before all that stands below <c>/console</c>, be it a route or a part of a package.</summary>
    public static IApplicationBuilder UseConsole(this WebApplication app)
    {
        if (!app.HasConsole())
        {
            return app;
        }

        return app.UseWhen(static context => context.Request.Path.StartsWithSegments(Root), static pages =>
        {
            pages.Use(PageHeaders.AddAsync);
            pages.Use(next =>
            {
                var guard = pages.ApplicationServices.GetRequiredService<GuardConsole>();
                return context => guard.InvokeAsync(context, next);
            });
            pages.UseJobsDashboard(Jobs, static context => context.Operator() is not null);
            pages.Use(next =>
            {
                var serve = pages.ApplicationServices.GetRequiredService<ServePages>();
                return context => context.GetEndpoint() is null ? serve.InvokeAsync(context) : next(context);
            });
        });
    }

    public static IEndpointRouteBuilder MapConsole(this WebApplication app)
    {
        if (!app.HasConsole())
        {
            return app.HasDocumentation() ? app.MapRoot("/swagger") : app;
        }

        app.MapRoot(ReturnPath.Home);
        var pages = app.MapGroup(Root).ExcludeFromDescription();
        pages.MapGet("/sign-in", ([FromServices] SignIn signIn, HttpContext context) => signIn.ShowAsync(context)).AllowAnonymous();
        pages.MapPost("/sign-in", ([FromServices] SignIn signIn, HttpContext context) => signIn.EnterAsync(context)).AllowAnonymous();
        pages.MapPost("/sign-out", ([FromServices] SignIn signIn, HttpContext context) => signIn.LeaveAsync(context)).AllowAnonymous();
        pages.MapGet("/look", ConsoleLook.Choose).AllowAnonymous();
        return app;
    }

    /// <summary>Where somebody ends who knows nothing but the address.</summary>
    private static WebApplication MapRoot(this WebApplication app, string target)
    {
        app.MapGet("/", () => Results.Redirect(target)).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    /// <summary>The administrator of the installation who is signed in, for whoever must decide on a request below <c>/console</c> itself, such as a dashboard's own check. Null: nobody with that right.</summary>
    public static KnownKey? Operator(this HttpContext context) =>
        ConsoleSession.Of(context) is { } key && GuardConsole.IsOperator(key) ? key : null;

    private static bool HasConsole(this WebApplication app) =>
        app.Configuration.ServesHttp() && app.Has(nameof(GatewayOptions.Console));

    private static bool HasDocumentation(this WebApplication app) => app.Has(nameof(GatewayOptions.Documentation));

    private static bool Has(this WebApplication app, string setting) =>
        app.Configuration.GetValue($"{GatewayOptions.Section}:{setting}", defaultValue: true);
}

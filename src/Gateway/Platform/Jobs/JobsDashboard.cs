using Hangfire;
using Hangfire.Dashboard;

namespace Gateway.Platform.Jobs;

/// <summary>Hangfire's own pages: starts, schedule and servers. To look at, unless a setting allows more.</summary>
internal static class JobsDashboard
{
    /// <summary>Heartbeats come once a minute.</summary>
    private static readonly TimeSpan ServerIsMissing = TimeSpan.FromMinutes(3);

    private const int StatsPollingMilliseconds = 5000;

    /// <param name="app">A part of the pipeline that has looked already who is signed in.</param>
    /// <param name="path">Where the pages stand.</param>
    /// <param name="mayEnter">
    /// Asked for each request, so that the pages stay closed where the guard before them is forgotten.
    /// </param>
    public static void UseJobsDashboard(this IApplicationBuilder app, string path, Func<HttpContext, bool> mayEnter)
    {
        var writes = app.ApplicationServices.GetRequiredService<IConfiguration>().GetValue<bool>(
            $"{GatewayOptions.Section}:{nameof(GatewayOptions.JobsDashboardWrites)}");
        var options = new DashboardOptions
        {
            AppPath = null,
            Authorization = [new Admission(mayEnter)],
            IsReadOnlyFunc = _ => !writes,
            DisplayStorageConnectionString = false,
            DashboardTitle = "Jobs",
            StatsPollingInterval = StatsPollingMilliseconds,
            ServerPossiblyAbortedThreshold = ServerIsMissing,
        };
        var storage = new Lazy<HangfireStorage>(app.ApplicationServices.GetRequiredService<HangfireStorage>);
        app.Map(path, pages => pages.Use(next =>
        {
            var dashboard = new Lazy<AspNetCoreDashboardMiddleware>(
                () => new AspNetCoreDashboardMiddleware(next, storage.Value.Storage, options, DashboardRoutes.Routes));
            return context => dashboard.Value.Invoke(context);
        }));
    }

    private sealed class Admission(Func<HttpContext, bool> mayEnter) : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => mayEnter(context.GetHttpContext());
    }
}

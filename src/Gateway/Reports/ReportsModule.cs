using Gateway.Platform.Jobs;
using Gateway.Platform.Vendors;

namespace Gateway.Reports;

internal static class ReportsModule
{
    private static readonly TimeSpan CollectEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddReports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ApplyReports>();
        foreach (var vendor in configuration.GetSection(VendorOptions.Section).GetChildren())
        {
            services.AddSingleton(new RecurringJob($"collect-reports/{vendor.Key}", CollectEvery, provider => Create(provider, vendor.Key)));
        }

        services.AddRecurringJob<ExpireMessages>("expire-messages", ExpireEvery);
        return services;
    }

    private static CollectReports Create(IServiceProvider provider, string vendor) =>
        ActivatorUtilities.CreateInstance<CollectReports>(provider, provider.GetRequiredService<VendorTable>().Find(vendor)!);
}

using Gateway.Platform.Bodies;
using Gateway.Platform.Jobs;
using Gateway.Platform.Loops;
using Gateway.Platform.Settings;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Vendors;

internal static class VendorsModule
{
    public static IServiceCollection AddVendors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKnownSection(VendorOptions.Section, typeof(Dictionary<string, VendorOptions>));
        services.AddOptions<VendorsOptions>().Configure(options => configuration.GetSection(VendorOptions.Section).Bind(options.Vendors)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VendorsOptions>, VendorsOptionsValidator>();
        services.AddSingleton<VendorTable>();
        services.AddSingleton<VendorReadiness>();
        services.AddSingleton<VendorHealth>();
        services.AddLoop<VendorHealth>();
        return services;
    }

    /// <summary>One job for each vendor, or those whose settings say so, so that one whose database is away delays nobody. The job's constructor takes its <see cref="Vendor"/>.</summary>
    public static IServiceCollection AddJobOfEachVendor<TJob>(
        this IServiceCollection services, string name, TimeSpan every, IConfiguration configuration, Func<IConfigurationSection, bool>? which = null)
        where TJob : class, IRecurringJob
    {
        foreach (var vendor in configuration.GetSection(VendorOptions.Section).GetChildren().Where(which ?? (static _ => true)))
        {
            services.AddSingleton(new RecurringJob(
                $"{name}/{vendor.Key}", every, provider => ActivatorUtilities.CreateInstance<TJob>(provider, provider.GetRequiredService<VendorTable>().Find(vendor.Key)!)));
        }

        return services;
    }

    public static IServiceCollection AddLoopOfEachVendor<TLoop>(this IServiceCollection services, IConfiguration configuration)
        where TLoop : class, ILoop
    {
        foreach (var vendor in configuration.GetSection(VendorOptions.Section).GetChildren())
        {
            services.AddLoop(provider => ActivatorUtilities.CreateInstance<TLoop>(provider, provider.GetRequiredService<VendorTable>().Find(vendor.Key)!));
        }

        return services;
    }

    /// <summary>Whether a vendor's settings name a protocol.</summary>
    public static bool Speaks(this IConfigurationSection vendor, VendorProtocol protocol) => ClosedSet.Of<VendorProtocol>().Find(vendor[nameof(VendorOptions.Protocol)]) == protocol;
}

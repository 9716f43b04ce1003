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
        services.AddOptions<VendorsOptions>().Configure(options => Bind(configuration.GetSection(VendorOptions.Section), options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VendorsOptions>, VendorsOptionsValidator>();
        services.AddSingleton<VendorTable>();
        services.AddSingleton<VendorReadiness>();
        services.AddSingleton<VendorHealth>();
        services.AddLoop<VendorHealth>();
        return services;
    }

    /// <summary>
    /// One job for each vendor, or those whose settings say so, so that one whose database is away delays nobody. The
    /// job's constructor takes its <see cref="Vendor"/>.
    /// </summary>
    public static IServiceCollection AddJobOfEachVendor<TJob>(
        this IServiceCollection services,
        string name,
        TimeSpan every,
        IConfiguration configuration,
        Func<IConfigurationSection, bool>? which = null)
        where TJob : class, IRecurringJob
    {
        foreach (var vendor in configuration.GetSection(VendorOptions.Section).GetChildren().Where(which ?? (static _ => true)))
        {
            services.AddSingleton(new RecurringJob(
                $"{name}/{vendor.Key}", every, provider => ActivatorUtilities.CreateInstance<TJob>(provider, provider.GetRequiredService<VendorTable>().Find(vendor.Key)!)));
        }

        return services;
    }

    public static IServiceCollection AddLoopOfEachVendor<TLoop>(
        this IServiceCollection services, IConfiguration configuration)
        where TLoop : class, ILoop
    {
        foreach (var vendor in configuration.GetSection(VendorOptions.Section).GetChildren())
        {
            services.AddLoop(provider => ActivatorUtilities.CreateInstance<TLoop>(provider, provider.GetRequiredService<VendorTable>().Find(vendor.Key)!));
        }

        return services;
    }

    /// <summary>The protocol that a vendor's settings name; null when there is no such.</summary>
    public static VendorProtocol? Protocol(this IConfigurationSection vendor) =>
        VendorProtocols.Find(vendor[nameof(VendorOptions.Protocol)]);

    private static void Bind(IConfigurationSection section, VendorsOptions options)
    {
        section.Bind(options.Vendors);
        foreach (var (name, vendor) in options.Vendors)
        {
            foreach (var protocol in VendorProtocols.All)
            {
                var settings = protocol.NewSettings();
                section.GetSection(name).GetSection(protocol.Section).Bind(settings);
                vendor.Given[protocol] = settings;
            }
        }
    }
}

using Microsoft.Extensions.Options;

namespace Gateway.Platform.Vendors;

internal static class VendorsModule
{
    public static IServiceCollection AddVendors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VendorsOptions>()
            .Configure(options => configuration.GetSection(VendorOptions.Section).Bind(options.Vendors, binder => binder.ErrorOnUnknownConfiguration = true))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<VendorsOptions>, VendorsOptionsValidator>();
        services.AddSingleton<VendorTable>();
        services.AddSingleton<VendorReadiness>();
        services.AddSingleton<VendorHealth>();
        services.AddHostedService(provider => provider.GetRequiredService<VendorHealth>());
        return services;
    }
}

using Gateway.Accounts;
using Gateway.Platform.Errors;
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

    public static IEndpointRouteBuilder MapReports(this IEndpointRouteBuilder routes)
    {
        var codes = routes.MapGroup("/v1/result-codes").WithTags("Result codes").RequireAuthorization(Scope.ReadMessages);
        codes.MapGet("", (string? vendor, string? channel, string? code) => ReadResultCodes.List(vendor, channel, code))
            .WithName("ListResultCodes")
            .WithSummary("All result codes with the conversion from the vendors' codes")
            .WithDescription("`vendor` is a protocol (kshot, bizppurio, xroshot), `channel` a channel, `code` a vendor's code as it stands in its row. Unknown vendor codes become 408 E_ETC.")
            .Produces<ResultCodeList>()
            .ProducesProblems(400, 401, 403);
        codes.MapGet("/{canonical}", (string canonical) => ReadResultCodes.Get(canonical))
            .WithName("GetResultCode")
            .WithSummary("One result code by number or name")
            .Produces<ResultCodeView>()
            .ProducesProblems(401, 403, 404);
        return routes;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Caching.Memory;

namespace Gateway.Vendors.Models;

/// <summary>
/// What is the same for both database systems. Connections are opened by the adapters and lent to a context; faults of
/// a driver come through as they are, because what waits for a vendor tells them apart.
/// </summary>
internal static class VendorContextOptions
{
    /// <summary>
    /// Room for what is made once and kept: models (as EF Core counts, some hundreds each) and compiled questions (10
    /// each). By default it is 10,240, which the models of twenty vendors fill: each question was then compiled anew,
    /// for some milliseconds.
    /// </summary>
    private const long Kept = 16 * 10_240;

    public static DbContextOptions<VendorContext> Of(Action<DbContextOptionsBuilder<VendorContext>> provider)
    {
        var builder = new DbContextOptionsBuilder<VendorContext>()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .UseMemoryCache(new MemoryCache(new MemoryCacheOptions { SizeLimit = Kept }))

            // Each context has one user, who waits for each statement.
            .EnableThreadSafetyChecks(false)
            .ReplaceService<IModelCacheKeyFactory, VendorContext.ModelKey>()
            .AddInterceptors(new VendorStatements())

            // Faults are told by those who wait; a list of keys may well be empty of order. These options make services
            // once for each database system, however many the other contexts of the process make.
            .ConfigureWarnings(warnings => warnings.Ignore(
                RelationalEventId.CommandError,
                CoreEventId.RowLimitingOperationWithoutOrderByWarning,
                CoreEventId.ManyServiceProvidersCreatedWarning));
        provider(builder);
        return builder.Options;
    }
}

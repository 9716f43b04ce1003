using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Gateway.Vendors.Models;

/// <summary>
/// What is the same for both database systems. Connections are opened by the adapters and lent to a context; faults of
/// a driver come through as they are, because what waits for a vendor tells them apart.
/// </summary>
internal static class VendorContextOptions
{
    public static DbContextOptions<VendorContext> Of(Action<DbContextOptionsBuilder<VendorContext>> provider)
    {
        var builder = new DbContextOptionsBuilder<VendorContext>()
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)

            // Each context has one user, who waits for each statement.
            .EnableThreadSafetyChecks(false)
            .ReplaceService<IModelCacheKeyFactory, VendorContext.ModelKey>()
            .AddInterceptors(new VendorStatements())

            // Faults are told by those who wait; a list of keys may well be empty of order.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.CommandError, CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        provider(builder);
        return builder.Options;
    }
}

using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Gateway.Tests.Support;

/// <summary>The model of the state database in this process, in which many gateways live. A process of the product has one.</summary>
internal static class StateModel
{
    public static GatewayDb Of(string connectionString)
    {
        var options = new DbContextOptionsBuilder<GatewayDb>().UseNpgsql(connectionString);
        AllowManyGateways(options);
        return new GatewayDb(options.Options);
    }

    /// <summary>EF Core makes services for each gateway's data source, and takes more than twenty in one process for a fault.</summary>
    public static void AllowManyGateways(DbContextOptionsBuilder options) =>
        options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning));
}

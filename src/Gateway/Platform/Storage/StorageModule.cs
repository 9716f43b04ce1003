using Gateway.Platform.Loops;
using Gateway.Platform.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Platform.Storage;

internal static class StorageModule
{
    /// <summary>
    /// No statement waits longer for what another session holds: who asks has an answer within ten seconds, also when
    /// it waits twice, for its turn and for itself. Transactions of the gateway hold nothing for so long.
    /// </summary>
    public const string MostOfLock = "5s";

    private const string LockTimeout = "lock_timeout=";

    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSection<StorageOptions>("ConnectionStrings");
        services.AddSingleton<StorageState>();
        services.AddSingleton<DamagedRows>();
        services.AddSingleton(provider => CreateSource(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddDbContextPool<GatewayDb>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredService<NpgsqlDataSource>(),
                GatewayDb.KeepHistory)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)

            // Migrations are written by hand, so there is no snapshot to compare with; a test compares the real schema
            // with the model instead.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        services.AddLoop<MigrateOnStart>();
        services.AddDataProtection().SetApplicationName("gateway")

            // Of keys that are made from now on. A third of the time of the default, AES-CBC with HMAC: contents are
            // encrypted message by message.
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<SealKeys>();
        services.AddSingleton<DataProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>(
            static (options, keys) => options.XmlRepository = keys);
        return services;
    }

    /// <summary>
    /// ASP.NET reads the protection keys while it starts, before the schema exists. They are read when they are first
    /// needed. Call it last: several parts of ASP.NET register the same service.
    /// </summary>
    public static IServiceCollection RemoveEarlyKeyReading(this IServiceCollection services)
    {
        foreach (var early in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
        {
            services.Remove(early);
        }

        return services;
    }

    internal static NpgsqlDataSource CreateSource(StorageOptions options) => StateSource.Create(options, "gateway", static connection =>
    {
        // Prepared statements spare the planner on every hot path; the number covers all statements of the product.
        if (connection.MaxAutoPrepare == 0)
        {
            connection.MaxAutoPrepare = 128;
            connection.AutoPrepareMinUsages = 3;
        }

        // The server ends such a wait itself, so that it is certain that nothing was done.
        if (connection.Options?.Contains(LockTimeout, StringComparison.Ordinal) != true)
        {
            connection.Options = $"{connection.Options} -c {LockTimeout}{MostOfLock}".TrimStart();
        }
    });
}

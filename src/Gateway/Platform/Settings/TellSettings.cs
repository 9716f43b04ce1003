using System.Reflection;
using System.Runtime.InteropServices;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;
using Gateway.Vendors;
using Microsoft.Extensions.Options;

namespace Gateway.Platform.Settings;

/// <summary>
/// The first lines of the log: what started, with which vendors and settings, and what is doubtful about them. Secrets
/// are named, never shown.
/// </summary>
internal sealed partial class TellSettings(
    IConfiguration configuration,
    IEnumerable<KnownSection> known,
    SettingsForm form,
    IOptions<GatewayOptions> gateway,
    IOptions<StorageOptions> storage,
    IOptions<VendorsOptions> vendors,
    ILogger<TellSettings> logger)
{
    /// <summary>They stand in the line of their vendor.</summary>
    private static readonly string[] OfVendorLine = [nameof(VendorOptions.Protocol), nameof(VendorOptions.Database), nameof(VendorOptions.ConnectionString), nameof(VendorOptions.Channels)];

    public void Tell()
    {
        var version = typeof(TellSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        Log.Starts(
            logger,
            version,
            RuntimeInformation.FrameworkDescription,
            NodeName.Current,
            gateway.Value.Roles,
            Place(DatabaseKind.PostgreSql, storage.Value.Gateway));
        foreach (var (name, vendor) in vendors.Value.Vendors.OrderBy(vendor => vendor.Key, StringComparer.Ordinal))
        {
            Log.HasVendor(
                logger,
                name,
                Word(vendor.Protocol),
                Word(vendor.Database),
                Place(vendor.Database ?? default, vendor.ConnectionString),
                string.Join(',', VendorsOptions.ChannelsOf(vendor).Select(channel => Word(channel))));
        }

        var changed = string.Join(", ", known.SelectMany(Changed));
        Log.HasSettings(logger, changed.Length == 0 ? "none" : changed);
        foreach (var warning in form.Warnings.Concat(StartWarnings.Find(gateway.Value, vendors.Value)))
        {
            Log.Doubts(logger, warning);
        }
    }

    private IEnumerable<string> Changed(KnownSection section) =>
        from pair in configuration.GetSection(section.Path).AsEnumerable()
        let setting = pair.Value is null ? null : section.Find(pair.Key)?.Property
        where setting is not null && setting.DeclaringType != typeof(StorageOptions) && !OfVendorLine.Contains(setting.Name) && IsChanged(setting, pair.Value)
        orderby pair.Key
        select setting.IsDefined(typeof(SecretAttribute)) ? $"{pair.Key} (secret)" : $"{pair.Key}={pair.Value}";

    private static bool IsChanged(PropertyInfo setting, string value)
    {
        var standard = Activator.CreateInstance(setting.DeclaringType!) is { } options
            ? setting.GetValue(options)?.ToString() ?? ""
            : "";
        return !standard.Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private static string Place(DatabaseKind kind, string connection) =>
        ConnectionText.AddressOf(kind, connection).ToString();

    private static string Word<T>(T value) => value?.ToString()?.ToLowerInvariant() ?? "";

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Information, "Gateway {Version} starts on {Runtime} as {Node} with the roles {Roles}. Its state database is {Database}.")]
        public static partial void Starts(
            ILogger logger,
            string version,
            string runtime,
            string node,
            string roles,
            string database);

        [LoggerMessage(111, LogLevel.Information, "Vendor {Vendor}: {Protocol}, {Kind} at {Database}, channels {Channels}.")]
        public static partial void HasVendor(
            ILogger logger,
            string vendor,
            string protocol,
            string kind,
            string database,
            string channels);

        [LoggerMessage(112, LogLevel.Information, "Settings that differ from their defaults: {Settings}.")]
        public static partial void HasSettings(ILogger logger, string settings);

        [LoggerMessage(113, LogLevel.Warning, "{Warning}")]
        public static partial void Doubts(ILogger logger, string warning);
    }
}

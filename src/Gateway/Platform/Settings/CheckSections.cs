using Gateway.Platform.Bodies;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Platform.Settings;

/// <summary>
/// Finds settings that were meant for us but stand in no section of ours. The environment belongs to everybody: of it
/// only what is nearly the whole name of a setting counts. In settings files and on the command line every section must
/// be known.
/// </summary>
internal sealed class CheckSections(IReadOnlyList<KnownSection> known)
{
    /// <summary>Read by .NET, ASP.NET, Serilog and OpenTelemetry.</summary>
    private static readonly string[] Others =
    [
        "Serilog", "Kestrel", "Logging", "AllowedHosts", "HostFiltering", "ForwardedHeaders_Enabled", "urls", "http_ports", "https_ports", "https_port", "environment", "applicationName", "contentRoot",
        "webroot", "detailedErrors", "captureStartupErrors", "startupAssembly", "staticWebAssets", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "preferHostingUrls",
        "suppressStatusMessages", "shutdownTimeoutSeconds", "hostBuilder", "TEST_CONTENTROOT_GATEWAY", "$schema",
    ];

    private static readonly string[] OthersBegin = ["ASPNETCORE_", "DOTNET_", "OTEL_"];

    /// <summary>
    /// Sections with a name that is nearly ours, and those of files and the command line that nobody knows.
    /// </summary>
    public IEnumerable<SettingFault> Find(IConfigurationRoot configuration)
    {
        var ours = configuration.Providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in configuration.GetChildren().Where(section => !IsKnown(section.Key)))
        {
            var near = section.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => (pair.Key, Meant: Meant(pair.Key))).Where(pair => pair.Meant is not null).ToList();
            foreach (var (key, meant) in near)
            {
                yield return new SettingFault(key, $"is no setting. Did you mean {meant}?", meant);
            }

            if (near.Count == 0 && ours.Contains(section.Key))
            {
                yield return new SettingFault(
                    section.Key,
                    $"is no section of the settings. There are: {string.Join(", ", known.Select(part => part.Path))}.");
            }
        }
    }

    /// <summary>
    /// Variables with one underscore where two belong. They may be somebody else's, so they stop nothing.
    /// </summary>
    public IEnumerable<string> FindSingleUnderscores(IConfiguration configuration) =>
        from variable in configuration.GetChildren()
        let path = string.Join(':', variable.Key.Split('_', StringSplitOptions.RemoveEmptyEntries))
        where path.Contains(':', StringComparison.Ordinal) && !variable.GetChildren().Any()
        from section in known
        where path.StartsWith(section.Path + ":", StringComparison.OrdinalIgnoreCase) && section.Find(path) is { } setting && KnownSection.IsValue(setting.Type)
        select $"The environment variable {variable.Key} is not read. If {path} is meant, write two underscores: {path.Replace(":", "__", StringComparison.Ordinal)}.";

    private bool IsKnown(string name) =>
        known.Any(section => section.Path.Equals(name, StringComparison.OrdinalIgnoreCase))
        || Others.Contains(name, StringComparer.OrdinalIgnoreCase)
        || OthersBegin.Any(begin => name.StartsWith(begin, StringComparison.OrdinalIgnoreCase));

    /// <summary>The setting that a name of another section nearly is; null when it is none.</summary>
    private string? Meant(string key)
    {
        var cut = key.IndexOf(':', StringComparison.Ordinal);
        if (cut < 0 || NearName.Of(key[..cut], known.Select(section => section.Path)) is not { } near)
        {
            return null;
        }

        var section = known.First(part => part.Path == near);
        return Correct(near, section.Type, key[(cut + 1)..].Split(':'));
    }

    /// <summary>
    /// The name with what is nearly right made right; null when a part of it is not even nearly right.
    /// </summary>
    private static string? Correct(string path, Type type, ReadOnlySpan<string> rest)
    {
        if (rest.Length == 0)
        {
            return KnownSection.IsValue(type) ? path : null;
        }

        if ((KnownSection.TableOf(type) ?? KnownSection.ListOf(type)) is { } element)
        {
            return Correct($"{path}:{rest[0]}", element, rest[1..]);
        }

        if (KnownSection.IsValue(type))
        {
            return null;
        }

        var settings = KnownSection.SettingsOf(type);
        return NearName.Of(rest[0], settings.Select(setting => setting.Name), static name => name.Length < 6 ? 0 : 1) is { } name
            ? Correct($"{path}:{name}", settings.First(setting => setting.Name == name).Type, rest[1..])
            : null;
    }
}

using System.Reflection;
using System.Text.Json.Serialization;

namespace Gateway.Insight;

/// <summary>Which build answers.</summary>
internal sealed record VersionView
{
    /// <summary>By Semantic Versioning, such as <c>0.9.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The commit that it was built from; null where the build did not know.</summary>
    public required string? Commit { get; init; }

    /// <summary>.NET adds the commit behind a plus: <c>0.9.0+1f2e…</c>.</summary>
    public static VersionView OfThisBuild { get; } = Of(
        typeof(VersionView).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    public static VersionView Of(string? informational)
    {
        var parts = (informational ?? "").Split('+', 2);
        return new VersionView { Version = parts[0], Commit = parts.Length == 2 ? parts[1] : null };
    }
}

[JsonSerializable(typeof(VersionView))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class VersionJson : JsonSerializerContext;

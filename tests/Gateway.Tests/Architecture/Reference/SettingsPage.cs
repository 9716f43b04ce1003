using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Gateway.Platform.Bodies;
using Gateway.Platform.Settings;
using Gateway.Tests.Platform;
using Gateway.Vendors;

namespace Gateway.Tests.Architecture.Reference;

/// <summary>docs/reference/settings.md: every setting of the classes of options, by section.</summary>
internal static class SettingsPage
{
    public static IEnumerable<DocumentedSetting> Settings =>
        from section in MisspeltSettings.Known
        from path in section.Paths
        let setting = section.Find(path)!
        select new DocumentedSetting(Shown(path), setting, SettingText.Of(setting.Property!));

    public static IEnumerable<string> Lines() =>
        from section in Settings.GroupBy(setting => setting.Section)
        from line in Heading(section.Key).Concat(section.Select(Row))
        select line;

    /// <summary>A place that the operator names or numbers.</summary>
    private static string Shown(string path) => path.Replace("Routing:<name>", "Routing:<channel>", StringComparison.Ordinal)
        .Replace(":0", ":<n>", StringComparison.Ordinal);

    private static IEnumerable<string> Heading(string section) =>
        ["", $"## `{section}`", "", "| setting | what it does | type | default | range |", "|---|---|---|---|---|"];

    private static string Row(DocumentedSetting setting) => GeneratedPage.Row(
        $"`{setting.Path}`", setting.Text.Meaning, setting.Type, setting.Text.Default ?? "none", setting.Text.Range ?? "");
}

/// <summary>A setting with its whole name and what its comment says.</summary>
internal sealed record DocumentedSetting(string Path, KnownSetting Setting, SettingText Text)
{
    public string Section => Path.EndsWith(":<n>", StringComparison.Ordinal)
        ? Path[..Path[..^4].LastIndexOf(':')]
        : Path[..Path.LastIndexOf(':')];

    /// <summary>What a new object of the options has.</summary>
    public object? Standard => Setting.Property!.GetValue(Activator.CreateInstance(Setting.Property.DeclaringType!));

    public string? Range => Setting.Property!.GetCustomAttributes(typeof(RangeAttribute), false).Cast<RangeAttribute>()
        .Select(range => $"{Number(range.Minimum)} to {Number(range.Maximum)}").SingleOrDefault();

    public string Type
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Setting.Type) ?? Setting.Type;
            return Setting.Property!.IsDefined(typeof(SecretAttribute), false) ? "secret text"
                : type == typeof(VendorProtocol) ? Words(VendorProtocols.All.Select(protocol => protocol.Name))
                : type.IsEnum ? Words(ClosedSet.WordsOf(type))
                : type == typeof(bool) ? "`true` or `false`"
                : type == typeof(int) ? "number"
                : KnownSection.ListOf(type) is not null ? "list"
                : "text";
        }
    }

    private static string Words(IEnumerable<string> words) => string.Join(" ", words.Select(word => $"`{word}`"));

    private static string Number(object bound) => Convert.ToInt64(bound, CultureInfo.InvariantCulture)
        .ToString("N0", CultureInfo.InvariantCulture);
}

using System.Reflection;
using Gateway.Platform.Bodies;

namespace Gateway.Platform.Settings;

/// <summary>
/// Holds everything that stands in our sections against what the gateway knows, and finds all names and values that it
/// does not.
/// </summary>
internal sealed class CheckNames(IReadOnlyList<KnownSection> known)
{
    private readonly List<SettingFault> _faults = [];

    public IReadOnlyList<SettingFault> Find(IConfiguration configuration)
    {
        foreach (var section in known)
        {
            foreach (var child in configuration.GetSection(section.Path).GetChildren())
            {
                VisitChild(section.Path, child, section.Type);
            }
        }

        return _faults;
    }

    private void VisitChild(string parent, IConfigurationSection at, Type type)
    {
        if (KnownSection.TableOf(type) is { } named)
        {
            Visit(at, named, null);
        }
        else if (KnownSection.ListOf(type) is { } element)
        {
            if (at.Key.All(char.IsAsciiDigit))
            {
                Visit(at, element, null);
            }
            else
            {
                Fail(at.Path, $"is no setting. {parent} is a list: write {parent}:0, {parent}:1 and so on.");
            }
        }
        else if (KnownSection.SettingsOf(type).FirstOrDefault(setting => setting.Name.Equals(at.Key, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            Visit(at, found.Type, found.Property);
        }
        else
        {
            FailUnknown(parent, at, type);
        }
    }

    private void Visit(IConfigurationSection at, Type type, PropertyInfo? setting)
    {
        if (KnownSection.IsValue(type))
        {
            foreach (var child in at.GetChildren())
            {
                Fail(child.Path, $"is no setting. {at.Path} is one value.", at.Path);
            }

            if (at.Value is { } text && !SettingValue.CanRead(type, text))
            {
                Fail(at.Path, $"cannot be read. {SettingValue.Allowed(type, setting)}");
            }

            return;
        }

        // An empty list or object in a JSON file is an empty text here.
        if (!string.IsNullOrEmpty(at.Value))
        {
            Fail(at.Path, KnownSection.ListOf(type) is null ? $"is no value. It has settings below it: {Names(at.Path, type)}." : $"is a list: write {at.Path}:0, {at.Path}:1 and so on.");
            return;
        }

        foreach (var child in at.GetChildren())
        {
            VisitChild(at.Path, child, type);
        }
    }

    private void FailUnknown(string parent, IConfigurationSection at, Type type)
    {
        var names = KnownSection.SettingsOf(type).Select(setting => setting.Name).ToList();
        var near = Near(at.Key, names).Select(name => $"{parent}:{name}").ToList();
        var meant = near.Count > 0 ? near : [.. known.SelectMany(section => section.Paths).Where(path => path.EndsWith(":" + at.Key, StringComparison.OrdinalIgnoreCase))];
        Fail(at.Path, meant.Count > 0 ? $"is no setting. Did you mean {string.Join(" or ", meant)}?" : $"is no setting. {parent} has: {string.Join(", ", names)}.", near.FirstOrDefault());
    }

    /// <summary>
    /// All names with one mistake: LogTabls may be LogTable or LogTables. Else the nearest, or the only one that begins
    /// alike.
    /// </summary>
    private static List<string> Near(string given, IReadOnlyList<string> names)
    {
        var nearest = names.Where(name => NearName.Of(given, [name], static _ => 1) is not null).ToList();
        var other = nearest.Count > 0
            ? null
            : NearName.Of(given, names, static name => name.Length < 4 ? 1 : NearName.Most) ?? Longer(given, names);
        return other is null ? nearest : [other];
    }

    /// <summary>
    /// The only name that begins like the given one, or the other way round: <c>EncryptContents</c>, <c>Timeout</c>.
    /// </summary>
    private static string? Longer(string given, IEnumerable<string> names)
    {
        const int Sure = 4;
        var alike = names.Where(name =>
            Math.Min(name.Length, given.Length) >= Sure && (name.StartsWith(given, StringComparison.OrdinalIgnoreCase) || given.StartsWith(name, StringComparison.OrdinalIgnoreCase))).ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    private static string Names(string path, Type type) =>
        KnownSection.TableOf(type) is null
            ? string.Join(", ", KnownSection.SettingsOf(type).Select(setting => $"{path}:{setting.Name}"))
            : $"{path}:<name>";

    private void Fail(string path, string text, string? meant = null) =>
        _faults.Add(new SettingFault(path, text, meant));
}

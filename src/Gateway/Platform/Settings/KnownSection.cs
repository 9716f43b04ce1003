using System.Reflection;
using Gateway.Vendors;

namespace Gateway.Platform.Settings;

/// <summary>
/// A section of the settings, with the type that says what may stand in it: a class of options, or a dictionary of them
/// by a name that the operator chooses.
/// </summary>
internal sealed record KnownSection(string Path, Type Type)
{
    /// <summary>The whole names of all settings; <c>&lt;name&gt;</c> where the operator chooses one.</summary>
    public IEnumerable<string> Paths => PathsBelow(Path, Type);

    /// <summary>The settings that stand in a section.</summary>
    public static IReadOnlyList<KnownSetting> SettingsOf(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite)
            .Select(property => new KnownSetting(property.Name, property.PropertyType, property)),
        .. typeof(IHasSections).IsAssignableFrom(type)
            ? ((IHasSections)Activator.CreateInstance(type)!).Sections().Select(section => new KnownSetting(section.Name, section.Type, null)) // A class of options.
            : [],
    ];

    /// <summary>What a dictionary holds under each name; null when the type is none.</summary>
    public static Type? TableOf(Type type) => Argument(type, typeof(Dictionary<,>), 1);

    /// <summary>What a list holds; null when the type is none.</summary>
    public static Type? ListOf(Type type) => Argument(type, typeof(List<>), 0);

    public static bool IsValue(Type type) => type == typeof(string) || type == typeof(VendorProtocol) || (Nullable.GetUnderlyingType(type) ?? type).IsValueType;

    /// <summary>The setting of this whole name; for an element of a list the list. Null when there is none.</summary>
    public KnownSetting? Find(string path)
    {
        KnownSetting? found = null;
        var type = Type;
        foreach (var name in path.Split(':').Skip(1))
        {
            if ((TableOf(type) ?? ListOf(type)) is { } element)
            {
                type = element;
            }
            else if (!IsValue(type) && SettingsOf(type).FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } setting)
            {
                (found, type) = (setting, setting.Type);
            }
            else
            {
                return null;
            }
        }

        return found;
    }

    private static IEnumerable<string> PathsBelow(string path, Type type) =>
        TableOf(type) is { } named ? PathsBelow($"{path}:<name>", named)
        : ListOf(type) is { } element ? PathsBelow($"{path}:0", element)
        : IsValue(type) ? [path]
        : SettingsOf(type).SelectMany(setting => PathsBelow($"{path}:{setting.Name}", setting.Type));

    private static Type? Argument(Type type, Type definition, int index) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[index] : null;
}

/// <summary>A setting, or a section, below a section.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Type">What may stand in it.</param>
/// <param name="Property">Where it is kept; null for a section that is kept elsewhere.</param>
internal sealed record KnownSetting(string Name, Type Type, PropertyInfo? Property);

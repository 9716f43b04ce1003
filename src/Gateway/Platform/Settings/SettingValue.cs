using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Gateway.Platform.Bodies;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Platform.Settings;

/// <summary>
/// Whether the text of a setting can be read as its type. Stricter than .NET's binder, which takes 0x10 for a number
/// and 1 for a word.
/// </summary>
internal static class SettingValue
{
    public static bool CanRead(Type type, string text)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return text.Length == 0 || CanRead(inner, text);
        }

        return type switch
        {
            _ when type == typeof(string) => true,
            _ when type == typeof(VendorProtocol) => text.Length == 0 || ProtocolWords.All.Has(text),
            _ when type == typeof(bool) => text is "true" or "false" or "True" or "False",
            _ when type == typeof(int) => int.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            { IsEnum: true } => ClosedSet.WordsOf(type).Contains(text, StringComparer.Ordinal),
            _ => throw new NotSupportedException($"Settings of the type {type} cannot be checked yet."),
        };
    }

    /// <summary>What may stand there, for people.</summary>
    public static string Allowed(Type type, PropertyInfo? setting)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? ClosedSet.Expected(ClosedSet.WordsOf(type))
            : type == typeof(VendorProtocol) ? ProtocolWords.All.Expected
            : type == typeof(bool) ? ClosedSet.Expected(["true", "false"])
            : setting?.GetCustomAttribute<RangeAttribute>() is { } range ? $"Must be a whole number, {range.Minimum} to {range.Maximum}."
            : "Must be a whole number.";
    }
}

using System.ComponentModel;
using System.Globalization;

namespace Gateway.Vendors;

/// <summary>Reads a protocol from its word in the settings.</summary>
internal sealed class VendorProtocolWord : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is "" ? null : VendorProtocols.Find(value as string)
            ?? throw new FormatException($"No protocol is called '{value}'.");
}

using System.Globalization;
using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>A recipient's name, where the vendor's row has a place for it. KShot has none: there the name is for the caller's own eyes.</summary>
internal static class NameRules
{
    /// <summary>DEST_NAME of the agent's REPORT_DETAIL, in bytes (docs/vendors/xroshot.md).</summary>
    private const int XroshotBytes = 20;

    /// <summary>DEST_NAME of BIZ_MSG, in bytes.</summary>
    private const int BizppurioBytes = 32;

    public static void Check(ContentCheck check, string? name, string pointer)
    {
        switch (check.Protocol)
        {
            case VendorProtocol.Xroshot when name is not null:
                if (name.AsSpan().ContainsAny('^', '|'))
                {
                    check.Fault(pointer, "invalid_name", $"{check.Vendor.Name} (xroshot) separates recipients with ^ and |: a name must not hold them.");
                }

                CheckBytes(check, name, XroshotBytes, KoreanCharacters.Cp949, pointer);
                break;
            case VendorProtocol.Bizppurio when name is not null:
                CheckBytes(check, name, BizppurioBytes, KoreanCharacters.KsX1001, pointer);
                break;
            case VendorProtocol.Kshot or VendorProtocol.Bizppurio or VendorProtocol.Xroshot:
                break;
        }
    }

    private static void CheckBytes(ContentCheck check, string name, int most, KoreanCharacters characters, string pointer)
    {
        var bytes = KoreanText.BytesOrUnmappable(name, characters);
        if (bytes < 0)
        {
            check.Fault(pointer, "unmappable_text", $"{check.Vendor.Name} cannot write: {string.Join(", ", KoreanText.Unmappable(name, characters).Take(ChannelText.ListedCharacters).Select(found => found.Character))}.");
        }
        else if (bytes > most)
        {
            check.Fault(pointer, "too_long", string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes in CP949 (Hangul takes 2); {check.Vendor.Name} has room for {most}."));
        }
    }
}

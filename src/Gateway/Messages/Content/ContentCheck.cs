using Gateway.Files;
using Gateway.Platform.Errors;
using Gateway.Platform.Vendors;
using Gateway.Vendors;

namespace Gateway.Messages.Content;

/// <summary>One request against what its channel and its vendor can carry. Every field either has a place in the row or is refused: nothing is dropped silently.</summary>
internal sealed record ContentCheck(SendMessageRequest Request, Channel Channel, Vendor Vendor, IReadOnlyDictionary<Guid, StoredFile> Files, ICollection<Fault> Faults)
{
    public VendorProtocol Protocol => Vendor.Protocol;

    public void Fault(string pointer, string code, string detail) => Faults.Add(new Fault(pointer, code, detail));

    public void Required(string? value, string pointer, string detail)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Fault(pointer, "required", detail);
        }
    }

    /// <summary>Refuses a field that was given although the vendor's tables have no place for it.</summary>
    public void RefuseByVendor(bool given, string pointer, string why)
    {
        if (given)
        {
            Fault(pointer, "unsupported_by_vendor", $"{Vendor.Name} ({Protocol.ToString().ToLowerInvariant()}) {why}");
        }
    }

    /// <summary>Refuses a field that means nothing for the channel.</summary>
    public void RefuseByChannel(bool given, string pointer, string why)
    {
        if (given)
        {
            Fault(pointer, "unsupported_by_channel", why);
        }
    }

    public void TooLong(string? value, int most, string pointer)
    {
        if (value?.Length > most)
        {
            Fault(pointer, "too_long", $"{value.Length} characters; at most {most}.");
        }
    }
}

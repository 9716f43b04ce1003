using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>What is wrong with the settings of a vendor's protocol.</summary>
internal static class ProtocolFaults
{
    private const string NoName = "cannot be the name of a table or column: letters, digits and _ only, at most 60.";

    public static IEnumerable<string> Of(string at, VendorProtocol protocol, ProtocolSettings settings)
    {
        at = $"{at}{protocol.Section}:";
        return settings.Names().Where(name => name.Name is not null && !VendorQueues.IsPlainName(name.Name))
            .Select(name => $"{at}{name.Setting} {NoName}")
            .Concat(settings.Faults(at));
    }
}

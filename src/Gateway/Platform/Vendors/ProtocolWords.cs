using Gateway.Platform.Bodies;
using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>The protocols by their names.</summary>
internal static class ProtocolWords
{
    public static ClosedSet<string> All { get; } = ClosedSet.Of(VendorProtocols.All.Select(protocol => protocol.Name));
}

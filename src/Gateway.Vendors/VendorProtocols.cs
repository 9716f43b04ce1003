using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Emma;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Lguplus;
using Gateway.Vendors.Xroshot;

namespace Gateway.Vendors;

/// <summary>All protocols. A new one is its folder and one line here.</summary>
public static class VendorProtocols
{
    /// <summary>In the order in which documents name them.</summary>
    public static IReadOnlyList<VendorProtocol> All { get; private set; } =
    [
        new KshotProtocol(),
        new BizppurioProtocol(),
        new XroshotProtocol(),
        new EmmaProtocol(),
        new LguplusProtocol(),
    ];

    /// <summary>The protocol with exactly this word; null when there is none.</summary>
    public static VendorProtocol? Find(string? name) =>
        All.FirstOrDefault(protocol => protocol.Name.Equals(name, StringComparison.Ordinal));

    /// <summary>The line of a test that brings a protocol of its own. Before anything has asked for them.</summary>
    internal static void Add(VendorProtocol protocol) => All = [.. All, protocol];
}

using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The protocols by their names, as theories show them.</summary>
public enum Protocol
{
    Kshot = 0,
    Bizppurio = 1,
    Xroshot = 2,
    Emma = 3,
    Lguplus = 4,
}

/// <summary>None of the protocols is left out of the suite.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public void Are_all_in_the_suite() =>
        Assert.Equal(VendorProtocols.All.Select(protocol => protocol.Section), Enum.GetNames<Protocol>());
}

internal static class ProtocolNames
{
    /// <summary>The class of that name.</summary>
    public static VendorProtocol Class(this Protocol protocol) =>
        VendorProtocols.All.Single(known => known.Section == protocol.ToString());
}

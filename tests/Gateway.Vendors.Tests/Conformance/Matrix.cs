using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Every protocol on every database. A new protocol is one row here, one <see cref="Install"/> and its golden rows.</summary>
public static class Matrix
{
    public static IReadOnlyList<VendorProtocol> Protocols { get; } = Enum.GetValues<VendorProtocol>();

    public static TheoryData<VendorProtocol, DatabaseKind> All
    {
        get
        {
            var data = new TheoryData<VendorProtocol, DatabaseKind>();
            foreach (var protocol in Protocols)
            {
                data.Add(protocol, DatabaseKind.MySql);
                data.Add(protocol, DatabaseKind.PostgreSql);
            }

            return data;
        }
    }

    /// <summary>For what only MySQL can do wrong.</summary>
    public static TheoryData<VendorProtocol> MySql => [.. Protocols];
}

using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Every protocol on every database. A new protocol is one row here, one <see cref="Install"/> and its golden rows.</summary>
public static class Matrix
{
    public static IReadOnlyList<Protocol> Protocols { get; } = Enum.GetValues<Protocol>();

    public static TheoryData<Protocol, DatabaseKind> All => Of(Protocols);

    /// <summary>Protocols whose logs may hold a row twice: those without a key.</summary>
    public static TheoryData<Protocol, DatabaseKind> WithDuplicates => Of([Protocol.Kshot, Protocol.Bizppurio]);

    /// <summary>Protocols with fallback by the vendor.</summary>
    public static TheoryData<Protocol, DatabaseKind> WithFallback => Of(Protocols.Where(protocol => protocol.Class().Carries.Fallbacks.Count > 0));

    /// <summary>For what only one protocol has.</summary>
    public static TheoryData<DatabaseKind> Databases => [DatabaseKind.MySql, DatabaseKind.PostgreSql];

    /// <summary>For what only MySQL can do wrong.</summary>
    public static TheoryData<Protocol> MySql => [.. Protocols];

    private static TheoryData<Protocol, DatabaseKind> Of(IEnumerable<Protocol> protocols)
    {
        var data = new TheoryData<Protocol, DatabaseKind>();
        foreach (var protocol in protocols)
        {
            data.Add(protocol, DatabaseKind.MySql);
            data.Add(protocol, DatabaseKind.PostgreSql);
        }

        return data;
    }
}

using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Xroshot;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class SettingsTests
{
    private const string Impossible = "x; DROP TABLE y";

    public static TheoryData<VendorSettings> Cases =>
    [
        Of(VendorProtocol.Kshot) with { Kshot = new KshotSettings { QueueTable = Impossible } },
        Of(VendorProtocol.Kshot) with { Kshot = new KshotSettings { CorrelationColumn = Impossible } },
        Of(VendorProtocol.Kshot) with { Kshot = new KshotSettings { SubIdColumn = Impossible } },
        Of(VendorProtocol.Bizppurio) with { Bizppurio = new BizppurioSettings { LogTable = Impossible } },
        Of(VendorProtocol.Xroshot) with { Xroshot = new XroshotSettings { TableSuffix = Impossible } },
        Of(VendorProtocol.Xroshot) with { Xroshot = new XroshotSettings { CorrelationColumn = Impossible } },
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Refuses_a_name_when_no_table_or_column_can_have_it(VendorSettings settings) =>
        Assert.Throws<ArgumentException>(() => VendorQueues.Create(settings, TimeProvider.System));

    private static VendorSettings Of(VendorProtocol protocol) => new() { Protocol = protocol, Database = DatabaseKind.PostgreSql, ConnectionString = "Host=nowhere" };
}

using Gateway.Vendors.Bizppurio;
using Gateway.Vendors.Emma;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Lguplus;
using Gateway.Vendors.Xroshot;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class SettingsTests
{
    private const string Impossible = "x; DROP TABLE y";

    public static TheoryData<VendorSettings> Cases =>
    [
        Of(Protocol.Kshot) with { Setup = new KshotSettings { QueueTable = Impossible } },
        Of(Protocol.Kshot) with { Setup = new KshotSettings { CorrelationColumn = Impossible } },
        Of(Protocol.Kshot) with { Setup = new KshotSettings { SubIdColumn = Impossible } },
        Of(Protocol.Bizppurio) with { Setup = new BizppurioSettings { LogTable = Impossible } },
        Of(Protocol.Xroshot) with { Setup = new XroshotSettings { TableSuffix = Impossible } },
        Of(Protocol.Xroshot) with { Setup = new XroshotSettings { CorrelationColumn = Impossible } },
        Of(Protocol.Emma) with { Setup = new EmmaSettings { SmsTable = Impossible } },
        Of(Protocol.Emma) with { Setup = new EmmaSettings { AtaSequence = Impossible } },
        Of(Protocol.Emma) with { Setup = new EmmaSettings { StatusTable = Impossible } },
        Of(Protocol.Lguplus) with { Setup = new LguplusSettings { LongTable = Impossible } },
        Of(Protocol.Lguplus) with { Setup = new LguplusSettings { SmsKeyColumn = Impossible } },
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Refuses_a_name_when_no_table_or_column_can_have_it(VendorSettings settings) =>
        Assert.Throws<ArgumentException>(() => VendorQueues.Create(settings, TimeProvider.System));

    [Theory]
    [InlineData(null, "SDK_SMS_SEND")]
    [InlineData("", "SDK_SMS_SEND")]
    [InlineData("A", "SDK_SMS_SEND_A")]
    [InlineData("_A", "SDK_SMS_SEND_A")]
    public void Takes_the_suffix_of_a_table_with_its_line_and_without(string? suffix, string table) =>
        Assert.Equal([table], new XroshotSettings { TableSuffix = suffix }.QueueTables());

    private static VendorSettings Of(Protocol protocol) => new() { Protocol = protocol.Class(), Database = DatabaseKind.PostgreSql, ConnectionString = "Host=nowhere" };
}

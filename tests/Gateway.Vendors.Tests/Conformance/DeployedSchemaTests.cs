using System.Text;
using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class DeployedSchemaTests
{
    public static TheoryData<VendorProtocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public void Is_what_the_gateway_creates_when_it_may(VendorProtocol protocol, DatabaseKind kind)
    {
        var file = $"{protocol.ToString().ToLowerInvariant()}/{kind.ToString().ToLowerInvariant()}.sql";
        using var stream = typeof(DeployedSchemaTests).Assembly.GetManifestResourceStream($"vendor-schemas/{file}");
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal(VendorSchema.Script(protocol, kind), reader.ReadToEnd());
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Makes_a_usable_install_when_it_is_run_by_hand(VendorProtocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);
        await install.Database.ExecuteAsync(VendorSchema.Script(protocol, kind));

        var inspection = await install.NewQueue(install.SettingsWithEveryTable with { CreateTables = false }).PrepareAsync(CancellationToken.None);

        Assert.Empty(inspection.Problems);
    }
}

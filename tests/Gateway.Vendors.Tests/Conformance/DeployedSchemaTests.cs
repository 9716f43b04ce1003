using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

public sealed class DeployedSchemaTests
{
    /// <summary>Set to 1, the files are written before they are compared: <c>GATEWAY_RENEW_SCHEMAS=1 ./test.sh --filter DeployedSchemaTests</c>.</summary>
    private const string Renew = "GATEWAY_RENEW_SCHEMAS";

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_what_the_gateway_creates_when_it_may(Protocol protocol, DatabaseKind kind)
    {
        var file = Repository.File("deploy", "vendor-schemas", protocol.ToString().ToLowerInvariant(), kind.ToString().ToLowerInvariant() + ".sql");
        if (Environment.GetEnvironmentVariables()[Renew] is "1")
        {
            await File.WriteAllTextAsync(file, VendorSchema.Script(protocol.Class(), kind), CancellationToken.None);
        }

        Assert.Equal(VendorSchema.Script(protocol.Class(), kind), await File.ReadAllTextAsync(file, CancellationToken.None));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Makes_a_usable_install_when_it_is_run_by_hand(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind, prepared: false);
        await install.Database.ExecuteAsync(VendorSchema.Script(protocol.Class(), kind));

        var inspection = await install.NewQueue(install.SettingsWithEveryTable with { CreateTables = false }).PrepareAsync(CancellationToken.None);

        Assert.Empty(inspection.Problems);
    }
}

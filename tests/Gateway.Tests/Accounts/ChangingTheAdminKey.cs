using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Accounts;

/// <summary><c>Gateway:AdminKey</c> is changed without a moment in which nobody can work: by two values.</summary>
public sealed class ChangingTheAdminKey
{
    private const string New = "a-new-admin-key-0123456789";

    [Fact]
    public async Task Lets_both_in_while_both_are_set_and_only_the_new_one_afterwards()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:AdminKey"] = $"{New}, {GatewayProcess.AdminKey}";
        await using (var gateway = await world.StartAsync())
        {
            using var renewed = new Api(gateway.Api.Address, New);
            using var both = new Api(gateway.Api.Address, $"{New},{GatewayProcess.AdminKey}");
            Assert.Equal(200, (await gateway.Api.GetAsync("/v1/accounts")).Status);
            Assert.Equal(200, (await renewed.GetAsync("/v1/accounts")).Status);
            Assert.Equal(401, (await both.GetAsync("/v1/accounts")).Status);
        }

        world.Settings["Gateway:AdminKey"] = New;
        await using var after = await world.StartAsync();
        using var alone = new Api(after.Api.Address, New);
        Assert.Equal(401, (await after.Api.GetAsync("/v1/accounts")).Status);
        Assert.Equal(200, (await alone.GetAsync("/v1/accounts")).Status);
    }

    [Theory]
    [InlineData("a-new-admin-key-0123456789,short", "Gateway:AdminKey is too short")]
    [InlineData(
        "a-new-admin-key-0123456789,another-key-0123456789,a-third-key-0123456789",
        "Gateway:AdminKey has more than two values")]
    public async Task Tells_what_is_wrong_with_the_values(string keys, string fault)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Gateway:AdminKey"] = keys;

        var (code, output) = await GatewayProcess.RunToEndAsync(world.Settings);

        Assert.Equal(78, code);
        Assert.Contains(fault, output, StringComparison.Ordinal);
    }
}

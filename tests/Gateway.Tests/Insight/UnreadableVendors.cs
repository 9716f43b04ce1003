using System.Text.Json.Nodes;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Insight;

/// <summary>
/// A vendor whose rows can be written, but whose results cannot be read: messages go out, and nobody hears of them.
/// </summary>
public sealed class UnreadableVendors
{
    private const int Promised = 10;

    /// <summary>What is done to the result table, what mends it, and a word of the remedy; for each database.</summary>
    public static TheoryData<DatabaseKind, string, string, string> Faults => new()
    {
        { DatabaseKind.PostgreSql, "RENAME TO away", "RENAME TO agent_msgresult", "Create the table" },
        { DatabaseKind.MySql, "RENAME TO away", "RENAME TO agent_msgresult", "Create the table" },
        { DatabaseKind.PostgreSql, "RENAME COLUMN result TO a", "RENAME COLUMN a TO result", "its name of the manual" },
        { DatabaseKind.MySql, "RENAME COLUMN result TO a", "RENAME COLUMN a TO result", "its name of the manual" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Are_told_with_the_remedy_in_time_and_well_again_when_it_is_mended(
        DatabaseKind kind, string fault, string mend, string remedy)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        await using var gateway = await world.StartProcessAsync();
        await gateway.Api.ReachesAsync(await gateway.Api.SendSmsAsync("kshot"), "queued");

        await world.Vendor.ExecuteAsync($"ALTER TABLE agent_msgresult {fault}");
        var told = await Eventually.GetAsync(
            () => VendorAsync(gateway), vendor => (string?)vendor["status"] == "degraded", "it is told", Promised);

        Assert.StartsWith("Its database shows no results: ", (string?)told["reason"], StringComparison.Ordinal);
        Assert.Contains(remedy, (string?)told["reason"], StringComparison.Ordinal);

        var table = fault.EndsWith("away", StringComparison.Ordinal) ? "away" : "agent_msgresult";
        await world.Vendor.ExecuteAsync($"ALTER TABLE {table} {mend}");
        await Eventually.GetAsync(
            () => VendorAsync(gateway), vendor => (string?)vendor["status"] == "up", "it is up again", 30);
    }

    private static async Task<JsonNode> VendorAsync(GatewayProcess gateway) =>
        (await gateway.Api.GetAsync("/v1/vendors/kshot")).Json;
}

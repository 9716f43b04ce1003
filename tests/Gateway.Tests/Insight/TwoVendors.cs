using Gateway.Tests.Support;
using Gateway.Vendors;

namespace Gateway.Tests.Insight;

/// <summary>Two KShot installs, <c>kshot</c> and <c>other</c>, with tables of their own in one database.</summary>
internal static class TwoVendors
{
    public static async Task<PrivateGateway> CreateAsync(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        foreach (var (name, value) in world.Settings.Where(setting => setting.Key.StartsWith("Vendors:kshot:", StringComparison.Ordinal)).ToList())
        {
            world.Settings[name.Replace(":kshot:", ":other:", StringComparison.Ordinal)] = value;
        }

        world.Settings["Vendors:other:Kshot:QueueTable"] = "other_queue";
        world.Settings["Vendors:other:Kshot:ResultTable"] = "other_result";
        world.Settings["Vendors:other:Kshot:LogTable"] = "other_log";
        return world;
    }
}

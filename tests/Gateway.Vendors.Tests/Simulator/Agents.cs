using Gateway.Simulator.Agents;
using Gateway.Vendors.Tests.Databases;

namespace Gateway.Vendors.Tests.Simulator;

internal static class Agents
{
    public static AgentDatabase Database(TestDatabase database) => database.Kind switch
    {
        DatabaseKind.MySql => AgentDatabase.MySql(database.ConnectionString),
        DatabaseKind.PostgreSql => AgentDatabase.PostgreSql(database.ConnectionString),
    };

    /// <summary>PostgreSQL takes only times without a zone into TIMESTAMP columns.</summary>
    public static DateTime ToUnspecified(this DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}

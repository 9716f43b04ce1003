using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Simulator.Agents.Emma;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Simulator.Agents.Lguplus;
using Gateway.Simulator.Agents.Xroshot;

namespace Gateway.Simulator.Agents;

/// <summary>From the command line to an agent.</summary>
internal static class AgentFactory
{
    public static IAgent Create(AgentArguments arguments, TimeProvider time, AgentJournal journal)
    {
        var connection = arguments.Required("connection");
        var database = arguments.Required("database").ToLowerInvariant() switch
        {
            "mysql" or "mariadb" => AgentDatabase.MySql(connection),
            "postgresql" or "postgres" => AgentDatabase.PostgreSql(connection),
            var other => throw new FormatException($"--database is mysql or postgresql, not '{other}'."),
        };
        var random = arguments.All("seed").Count > 0 ? new Random(arguments.Number("seed", 0)) : new Random();
        return arguments.Required("protocol").ToLowerInvariant() switch
        {
            "kshot" => new KshotAgent(database, KshotArguments.Read(arguments), time, random, journal),
            "bizppurio" => new BizppurioAgent(database, BizppurioArguments.Read(arguments), time, random, journal),
            "xroshot" => new XroshotAgent(database, XroshotArguments.Read(arguments), time, random, journal),
            "emma" => new EmmaAgent(database, EmmaArguments.Read(arguments), time, random, journal),
            "lguplus" => new LguplusAgent(database, LguplusArguments.Read(arguments), time, random, journal),
            var other => throw new FormatException(
                $"--protocol is kshot, bizppurio, xroshot, emma or lguplus, not '{other}'."),
        };
    }
}

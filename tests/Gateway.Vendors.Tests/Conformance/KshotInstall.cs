using System.Globalization;
using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Tests.Databases;
using Gateway.Vendors.Tests.Simulator;

namespace Gateway.Vendors.Tests.Conformance;

internal sealed class KshotInstall(TestDatabase database) : Install(database)
{
    public override string QueueTable => "agent_msgqueue";

    public override IReadOnlyList<string> NeededTables { get; } = ["agent_msgqueue", "agent_msgresult"];

    public override IReadOnlyList<string> NumberedTables { get; } = ["agent_msgqueue"];

    public override string Marker => "etc1";

    public override string TextColumn => "message";

    public override string EnteredColumn => "registTime";

    public override string StateColumn => "state";

    public override string OrderColumn => "Id";

    public override VendorSettings Settings => new()
    {
        Protocol = Protocol.Kshot.Class(),
        Database = Database.Kind,
        ConnectionString = Database.ConnectionString,
        CreateTables = true,
    };

    public override Task TakeAsync(OutgoingMessage message) =>
        Database.ExecuteAsync("UPDATE agent_msgqueue SET state = 1, sendTime = @p0 WHERE etc1 = @p1", Clock.Korea.ToUnspecified(), Key(message));

    public override async Task FinishAsync(OutgoingMessage message, DateTime resultTime)
    {
        await Database.ExecuteAsync(
            "UPDATE agent_msgqueue SET state = 3, result = 0, telecom = 1, sendTime = @p0, resultTime = @p0 WHERE etc1 = @p1", resultTime.ToUnspecified(), Key(message));
        await MoveAsync("agent_msgqueue", "agent_msgresult", $"etc1 = '{Key(message)}'");
    }

    public override async Task LogAsync(OutgoingMessage message, DateTime month)
    {
        var log = LogTable(month);
        await CreateLikeAsync(log, "agent_msgresult");
        await MoveAsync("agent_msgresult", log, $"etc1 = '{Key(message)}'");
    }

    public override Task InsertForeignAsync(DateTime resultTime) => Database.ExecuteAsync(
        "INSERT INTO agent_msgresult (Id, kind, callbackNo, receiveNo, message, state, result, sendTime, resultTime, etc1) VALUES (900001, 0, '1', '2', 'x', 3, 0, @p0, @p0, 'order 7')",
        resultTime.ToUnspecified());

    public override Task DuplicateAsync(OutgoingMessage message, DateTime month) =>
        Database.ExecuteAsync($"INSERT INTO {LogTable(month)} SELECT * FROM {LogTable(month)} WHERE etc1 = '{Key(message)}'");

    public override IAgent NewAgent(TimeProvider time) => new KshotAgent(
        Agents.Database(Database),
        new KshotAgentOptions { Tps = 0, AcceptDelay = TimeSpan.Zero, ResultDelay = TimeSpan.Zero, MigrateInterval = TimeSpan.Zero },
        time,
        new Random(1));

    private static string LogTable(DateTime month) => "agent_msglog_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);
}

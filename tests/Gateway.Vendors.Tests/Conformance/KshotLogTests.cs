using Gateway.Simulator.Agents.Kshot;
using Gateway.Vendors.Kshot;
using Gateway.Vendors.Tests.Simulator;
using Xunit;
using Outcome = Gateway.Vendors.ResultCodes.Outcome;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>KShot's four kinds of log.</summary>
public sealed class KshotLogTests
{
    public static TheoryData<KshotLogTables, DatabaseKind> Cases
    {
        get
        {
            var data = new TheoryData<KshotLogTables, DatabaseKind>();
            foreach (var log in Enum.GetValues<KshotLogTables>())
            {
                data.Add(log, DatabaseKind.MySql);
                data.Add(log, DatabaseKind.PostgreSql);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_result_when_the_agent_logs_so(KshotLogTables log, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, kind);
        var queue = install.NewQueue(install.Settings with { Setup = new KshotSettings { LogTableType = log } });
        var options = new KshotAgentOptions
        {
            AcceptDelay = TimeSpan.Zero,
            ResultDelay = TimeSpan.Zero,
            MigrateInterval = TimeSpan.Zero,
            Log = Enum.Parse<KshotLog>(log.ToString()),
        };
        var agent = new KshotAgent(Agents.Database(install.Database), options, install.Clock, new Random(1));
        var message = Install.Message();
        await queue.HandOverAsync(Guid.CreateVersion7(), [message], CancellationToken.None);

        for (var i = 0; i < 4; i++)
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
        }

        var report = Assert.Single(await queue.ProbeAsync([new ProbeTarget(message.Id, install.Clock.GetUtcNow())], CancellationToken.None));
        Assert.Equal((Outcome.Delivered, 0L), (report.Result?.Result.Outcome, await install.CountAsync()));
    }

    /// <summary>"Waiting for the result" in a finished row is no reason to wait for ever.</summary>
    [Theory]
    [InlineData(1, RowProgress.Taken, null)]
    [InlineData(3, RowProgress.Final, Outcome.Expired)]
    public async Task Waits_for_233_only_while_the_row_is_not_finished(int state, RowProgress progress, Outcome? outcome)
    {
        await using var install = await Install.CreateAsync(Protocol.Kshot, DatabaseKind.PostgreSql);
        var messages = await install.HandOverAsync(Install.Message() with { Channel = Channel.Lms });
        await install.Database.ExecuteAsync("UPDATE agent_msgqueue SET state = @p0, result = 233", state);

        var report = Assert.Single(await install.ProbeAsync(messages[0]));

        Assert.Equal((progress, outcome), (report.Progress, report.Result?.Result.Outcome));
    }
}

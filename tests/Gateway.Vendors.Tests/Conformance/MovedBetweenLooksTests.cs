using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>A probe takes several looks. Wherever between two of them the agent moves the row, the probe finds it.</summary>
public sealed class MovedBetweenLooksTests
{
    /// <summary>More than any probe takes.</summary>
    private const int Looks = 12;

    /// <summary>Steps of the agent before the probe: the row waits, has just its result, is in its log.</summary>
    private const int Places = 3;

    public static TheoryData<Protocol, DatabaseKind> Cases => Matrix.All;

    [Theory, MemberData(nameof(Cases))]
    public async Task Finds_the_row_wherever_the_agent_moves_it(Protocol protocol, DatabaseKind kind)
    {
        await using var install = await Install.CreateAsync(protocol, kind);
        await using var proxy = BreakableProxy.To(install.Database, out var connectionString);
        var queue = install.NewQueue(install.Settings with { ConnectionString = connectionString });
        var agent = install.NewAgent(install.Clock);
        var missed = new List<string>();
        for (var place = 0; place < Places; place++)
        {
            for (var look = 0; look < Looks; look++)
            {
                var messages = await install.HandOverAsync(Install.Message());
                for (var i = 0; i < place; i++)
                {
                    await StepAsync();
                }

                var looks = 0;
                proxy.BeforeSelect = () => looks++ == look ? StepAsync() : Task.CompletedTask;
                var found = await queue.ProbeAsync([new ProbeTarget(messages[0].Id, install.Clock.GetUtcNow())], CancellationToken.None);
                proxy.BeforeSelect = null;
                if (found.Count != 1)
                {
                    missed.Add($"{place} steps before the probe, one before look {look}");
                }
            }
        }

        Assert.Empty(missed);

        async Task StepAsync()
        {
            install.Clock.Advance(1);
            await agent.StepAsync(CancellationToken.None);
        }
    }
}

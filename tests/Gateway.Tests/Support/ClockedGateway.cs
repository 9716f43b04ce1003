using Gateway.Insight.Nodes;
using Gateway.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>
/// A whole gateway in this process, with a clock that the test moves and recurring jobs that run only when the test
/// calls them. Several may share databases and a clock, like replicas. Loops that wait for a pause go on when the clock
/// is moved.
/// </summary>
internal sealed class ClockedGateway : HostedGateway
{
    private readonly bool _comparesClocks;

    private ClockedGateway(IReadOnlyDictionary<string, string> settings, FakeTimeProvider clock, bool comparesClocks)
        : base(settings, clock) => (Clock, _comparesClocks) = (clock, comparesClocks);

    public FakeTimeProvider Clock { get; }

    /// <summary>Starts at a moment, or beside another gateway with the same clock.</summary>
    /// <param name="settings">As an operator writes them.</param>
    /// <param name="clock">What the gateway takes for the time.</param>
    /// <param name="comparesClocks">It compares it with the state database's, which is the real one.</param>
    public static async Task<ClockedGateway> StartAsync(
        IReadOnlyDictionary<string, string> settings, FakeTimeProvider clock, bool comparesClocks = false)
    {
        var gateway = new ClockedGateway(settings, clock, comparesClocks);
        await gateway.OpenAsync();
        return gateway;
    }

    /// <summary>
    /// One batch of a recurring job, such as <c>expire-messages</c>. Answers how many rows it touched.
    /// </summary>
    public Task<int> RunJobAsync(string name) =>
        (Services.GetRequiredService<JobTable>().Find(name)
            ?? throw new InvalidOperationException($"No job is called {name}."))
        .Job.Value.RunOnceAsync(TestContext.Current.CancellationToken);

    protected override void Change(IServiceCollection services)
    {
        foreach (var engine in services
            .Where(static service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationType == typeof(JobsHost)).ToList())
        {
            services.Remove(engine);
        }

        if (!_comparesClocks)
        {
            services.RemoveAll<CompareNodes>();
            services.AddSingleton(static provider =>
                ActivatorUtilities.CreateInstance<CompareNodes>(provider, TimeProvider.System));
        }
    }
}

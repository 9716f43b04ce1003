using System.Net;
using Gateway.Platform.Jobs;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>
/// A whole gateway in this process, with a clock that the test moves and recurring jobs that run only when the test calls them. It listens on a real port and
/// works on real databases; several may share databases and a clock, like replicas. Loops that wait for a pause go on when the clock is moved.
/// </summary>
internal sealed class ClockedGateway : WebApplicationFactory<Program>
{
    private readonly IReadOnlyDictionary<string, string> _settings;

    private ClockedGateway(IReadOnlyDictionary<string, string> settings, FakeTimeProvider clock)
    {
        _settings = settings;
        Clock = clock;
        UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
    }

    public FakeTimeProvider Clock { get; }

    public Api Api { get; private set; } = null!; // Set before StartAsync returns.

    /// <summary>Starts at a moment, or beside another gateway with the same clock.</summary>
    public static async Task<ClockedGateway> StartAsync(IReadOnlyDictionary<string, string> settings, FakeTimeProvider clock)
    {
        var gateway = new ClockedGateway(settings, clock);
        gateway.StartServer();
        gateway.Api = new Api(gateway.ClientOptions.BaseAddress, GatewayProcess.AdminKey);

        // A gateway that refuses its settings never gets there.
        await gateway.Services.GetRequiredService<StorageState>().WaitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        return gateway;
    }

    /// <summary>One batch of a recurring job, such as <c>expire-messages</c>. Answers how many rows it touched.</summary>
    public Task<int> RunJobAsync(string name) =>
        (Services.GetRequiredService<JobTable>().Find(name) ?? throw new InvalidOperationException($"No job is called {name}.")).Job.Value.RunOnceAsync(TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await base.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Gateway:AdminKey", GatewayProcess.AdminKey);
        builder.UseSetting("Webhooks:AllowPrivateNetworks", "true");

        // Its log goes to the console of the tests, where failures should be seen.
        builder.UseSetting("Serilog:WriteTo:0:Name", "Console");
        builder.UseSetting("Serilog:WriteTo:0:Args:restrictedToMinimumLevel", "Error");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.ConfigureDbContext<GatewayDb>(StateModel.AllowManyGateways);
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Clock);
            foreach (var engine in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(JobsHost)).ToList())
            {
                services.Remove(engine);
            }
        });
    }
}

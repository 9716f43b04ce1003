using System.Net;
using Gateway.Platform.Storage;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>
/// A whole gateway in the tests' process, on a real port and real databases, with its jobs and the real time. It starts
/// in a fraction of what a <see cref="GatewayProcess"/> costs, which is for tests that kill it, send it signals, read
/// its log or its cost, or run two of them beside each other.
/// </summary>
internal class HostedGateway : WebApplicationFactory<Program>, IGateway
{
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly TimeProvider _time;

    protected HostedGateway(IReadOnlyDictionary<string, string> settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
    }

    public Api Api { get; private set; } = null!; // Set before StartAsync returns.

    /// <summary>Starts and waits until it is ready.</summary>
    public static async Task<HostedGateway> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var gateway = new HostedGateway(settings, new RealTime());
        await gateway.OpenAsync();
        await Eventually.BeAsync(
            async () => (await gateway.Api.GetAsync("/health/ready")).Status == 200, "the gateway is ready", 60);
        return gateway;
    }

    public override async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts and waits until it has its tables.</summary>
    protected async Task OpenAsync()
    {
        StartServer();
        Api = new Api(ClientOptions.BaseAddress, GatewayProcess.AdminKey);

        // A gateway that refuses its settings never gets there.
        await Services.GetRequiredService<StorageState>().WaitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
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
            services.AddSingleton(_time);
            Change(services);
        });
    }

    /// <summary>What else is not as in a process.</summary>
    protected virtual void Change(IServiceCollection services)
    {
    }

    /// <summary>By any other clock than the system's, a gateway that stops slowly does not end the process.</summary>
    private sealed class RealTime : TimeProvider;
}

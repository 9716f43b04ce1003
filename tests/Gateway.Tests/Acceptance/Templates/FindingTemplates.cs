using System.Diagnostics;
using Gateway.Acceptance.Templates;
using Gateway.Accounts;
using Gateway.Platform.Storage;
using Gateway.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Gateway.Tests.Acceptance.Templates;

/// <summary>How often a node asks the database for the templates of an account.</summary>
public sealed class FindingTemplates(SharedGateway gateway) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private ActivityListener? _listener;
    private NpgsqlDataSource? _source;
    private ServiceProvider? _services;
    private int _asked;

    [Fact]
    public async Task Asks_once_for_a_campaign()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        await gateway.Api.AddTemplateAsync(tenant, AccountTemplates.AlimTalk);
        var (find, account) = (Find(), Guid.Parse(tenant.Id));

        for (var i = 0; i < 1000; i++)
        {
            Assert.NotNull(await find.NamedAsync(account, "주문", default));
            Assert.NotNull(await find.OfCodeAsync(account, ("key", "order"), needed: i % 2 == 0, default));
        }

        Assert.Equal(3, _asked); // The version, the names, the template.
        _clock.Advance(FindKey.Believed);
        Assert.NotNull(await find.NamedAsync(account, "주문", default));
        Assert.Equal(4, _asked); // The version.
    }

    [Fact]
    public async Task Asks_once_a_few_seconds_for_an_account_without_templates()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var (find, account) = (Find(), Guid.Parse(tenant.Id));

        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(await find.OfCodeAsync(account, ("key", $"{i}"), needed: false, default));
        }

        Assert.Equal(1, _asked);
    }

    /// <summary>A million lines with names that nobody has are a million faults, and not a million questions.</summary>
    [Fact]
    public async Task Asks_once_a_second_for_what_is_not_there()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var (find, account) = (Find(), Guid.Parse(tenant.Id));
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(await find.NamedAsync(account, $"{i}", default));
        }

        Assert.Equal(1, _asked);
        await gateway.Api.AddTemplateAsync(tenant, AccountTemplates.Sms);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(await find.NamedAsync(account, "안내", default));
    }

    public ValueTask InitializeAsync()
    {
        gateway.Ready();
        var builder = new NpgsqlDataSourceBuilder(gateway.State.ConnectionString);
        builder.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ =>
        {
            Interlocked.Increment(ref _asked);
            return false;
        }));
        _source = builder.Build();
        _listener = new ActivityListener { ShouldListenTo = source => source.Name == "Npgsql" };
        ActivitySource.AddActivityListener(_listener);
        _services = new ServiceCollection().AddDbContext<GatewayDb>(options =>
        {
            options.UseNpgsql(_source);
            StateModel.AllowManyGateways(options);
        }).BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        if (_services is not null && _source is not null)
        {
            await _services.DisposeAsync();
            await _source.DisposeAsync();
        }
    }

    private FindTemplates Find() => new(
        _source!, // Made at the start.
        _services!.GetRequiredService<IServiceScopeFactory>(),
        new DamagedRows(_clock, NullLogger<DamagedRows>.Instance),
        _clock);
}

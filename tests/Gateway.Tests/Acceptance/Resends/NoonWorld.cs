using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Acceptance.Resends;

/// <summary>
/// A gateway at noon in Korea, whatever the time is: advertisements leave. Its vendor carries pictures and
/// sub-accounts; nobody plays its agent, and messages end when a test says so. Its clock stands: nothing is canceled
/// that has left.
/// </summary>
public sealed class NoonWorld : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("gateway-noon-").FullName;

    private PrivateGateway? _world;

    private ClockedGateway? _gateway;

    internal FakeTimeProvider Clock { get; } = new(Noon);

    internal Rows State => _world!.State;

    /// <summary>A day on: what is sent so waits in the gateway.</summary>
    internal static string Later => ", \"scheduledAt\": \"2027-03-03T03:00:00Z\"";

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is not null)
        {
            _world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
            _world.Settings["Vendors:kshot:Attachments:WriteTo"] = _directory;
            _world.Settings["Vendors:kshot:Kshot:SubIdColumn"] = "etc2";
            _gateway = await ClockedGateway.StartAsync(_world.Settings, Clock);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    internal Api Ready()
    {
        Assert.SkipWhen(_gateway is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return _gateway.Api;
    }

    /// <summary>Sends a request whose messages fail at once, without a fallback. Answers the id of its batch.</summary>
    internal async Task<string> FailAsync(Api api, string body)
    {
        var sent = await api.PostAsync("/v1/messages", body);
        Assert.True(sent.Status == 202, sent.ToString());
        var id = (string)sent.Json["batchId"]!;
        await State.ExecuteAsync($$"""
            DELETE FROM gateway.inflight WHERE message_id IN (SELECT id FROM gateway.messages WHERE batch_id = '{{id}}');
            UPDATE gateway.messages SET status = {MessageStatus.Failed}, completed_at = created_at, result_code = 505, vendor_group = 'sms', vendor_code = '3'
            WHERE batch_id = '{{id}}';
            DELETE FROM gateway.due_fallbacks WHERE message_id IN (SELECT id FROM gateway.messages WHERE batch_id = '{{id}}')
            """);
        return id;
    }
}

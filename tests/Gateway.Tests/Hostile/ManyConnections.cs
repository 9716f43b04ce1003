using System.Net.Sockets;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>One client that opens connections and says nothing leaves room for others; proxies may have as many as they need.</summary>
public sealed class ManyConnections
{
    private const int Most = 20;
    private const string Stranger = "127.0.0.2";
    private const string Another = "127.0.0.3";

    [Fact]
    public async Task Of_one_address_are_closed_and_stop_nobody_else()
    {
        await using var gateway = await StartAsync("192.0.2.1");
        var idle = await OpenAsync(gateway, Stranger, 260);

        Assert.Equal(0, await AskAsync(gateway, Stranger));
        Assert.Equal(200, await AskAsync(gateway, Another));
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/live")).Status);

        idle.ForEach(connection => connection.Dispose());
        await Eventually.BeAsync(async () => await AskAsync(gateway, Stranger) == 200, "the stranger may connect again");
    }

    [Fact]
    public async Task Of_a_trusted_proxy_are_served_all()
    {
        await using var gateway = await StartAsync("127.0.0.2/32");
        var idle = await OpenAsync(gateway, Stranger, 60);

        Assert.Equal(200, await AskAsync(gateway, Stranger));
        idle.ForEach(connection => connection.Dispose());
    }

    private static async Task<GatewayProcess> StartAsync(string proxy)
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Connections:Most"] = "100";
        world.Settings["Connections:MostPerAddress"] = $"{Most}";
        world.Settings["Connections:TrustedProxies:0"] = proxy;
        return await world.StartProcessAsync();
    }

    private static async Task<List<RawConnection>> OpenAsync(GatewayProcess gateway, string from, int count)
    {
        var open = new List<RawConnection>();
        for (var i = 0; i < count; i++)
        {
            try
            {
                open.Add(await RawConnection.OpenAsync(gateway.Api.Address, from));
            }
            catch (SocketException)
            {
                // Closed by the gateway before this side saw it open.
            }
        }

        return open;
    }

    /// <summary>The status of an answer on a new connection; 0 when it was closed.</summary>
    private static async Task<int> AskAsync(GatewayProcess gateway, string from)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(gateway.Api.Address, from);
            await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\n");
            return (await connection.ReceiveAsync())?.Status ?? 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}

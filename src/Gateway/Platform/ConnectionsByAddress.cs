using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Gateway.Platform;

/// <summary>
/// Closes the connections of a client that has too many, before TLS and before a byte is read, so that one who only
/// opens connections leaves room for all others. Proxies carry the clients of many, and are not counted.
/// </summary>
internal sealed class ConnectionsByAddress(IOptions<ConnectionOptions> options)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();
    private int _most;
    private IReadOnlyList<IPNetwork> _proxies = [];

    /// <summary>
    /// Called when the server starts to listen, once for each address. The settings were checked before.
    /// </summary>
    public ConnectionDelegate Limit(ConnectionDelegate next)
    {
        (_most, _proxies) = (options.Value.MostPerAddress, options.Value.Proxies);
        return _most == 0 ? next : connection => RunAsync(connection, next);
    }

    private async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || IsProxy(address))
        {
            await next(connection);
            return;
        }

        var client = ClientAddress.Of(address);
        try
        {
            if (_open.AddOrUpdate(client, 1, static (_, open) => open + 1) > _most)
            {
                connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
                return;
            }

            await next(connection);
        }
        finally
        {
            Leave(client);
        }
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _proxies.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// An address without connections is forgotten. Who changes the number in between makes the removal fail, and it is
    /// counted down again.
    /// </summary>
    private void Leave(IPAddress client)
    {
        while (_open.TryGetValue(client, out var open))
        {
            if (open == 1 ? _open.TryRemove(new KeyValuePair<IPAddress, int>(client, 1)) : _open.TryUpdate(client, open - 1, open))
            {
                return;
            }
        }
    }
}

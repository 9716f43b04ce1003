using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Gateway.Webhooks.Sending;

/// <summary>The addresses of a name, or of an address that stands in a name's place.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Connects to endpoints. The address is checked after the name was resolved and the very same address is connected to,
/// so that a name that changes its mind between check and connection (DNS rebinding) gains nothing.
/// </summary>
internal sealed class PublicAddress(ResolveHost resolve, IOptions<WebhookOptions> options)
{
    /// <summary>
    /// Networks that are not the public internet: IANA's special-purpose registries, and what wraps an IPv4 address
    /// that it would then be routed to (6to4, Teredo, IPv4-compatible).
    /// </summary>
    private static readonly IPNetwork[] Refused = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
        "ff00::/8");

    /// <summary>
    /// NAT64: the last four bytes are the IPv4 address that is really meant. Where only IPv6 is spoken, public names
    /// resolve to these.
    /// </summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private readonly IPNetwork[] _allowed = Parse([.. options.Value.AllowedNetworks]);

    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var allowed = await AddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a name that may be connected to. Throws when there are none.</summary>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host, cancellationToken);
        var allowed = Array.FindAll(addresses, MayBeCalled);
        return allowed.Length > 0 ? allowed : throw new AddressRefusedException(host);
    }

    public static bool IsPublic(IPAddress address) =>
        !IsIn(Refused, Plain(address)) && !(IsInterfaceOfIsatap(address) && !IsPublic(Last4(address)));

    private bool MayBeCalled(IPAddress address) =>
        options.Value.AllowPrivateNetworks || IsIn(_allowed, Plain(address)) || IsPublic(address);

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 || Nat64.Contains(address) ? Last4(address) : address;

    /// <summary>
    /// ISATAP: an IPv6 address of any network whose last half is 0:5efe or 200:5efe and an IPv4 address.
    /// </summary>
    private static bool IsInterfaceOfIsatap(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.GetAddressBytes() is [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5e, 0xfe, ..];

    private static IPAddress Last4(IPAddress address) => new(address.GetAddressBytes().AsSpan(12));

    private static bool IsIn(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(
            networks,
            network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));

    private static IPNetwork[] Parse(params string[] networks) =>
        Array.ConvertAll(networks, network => IPNetwork.Parse(network));
}

/// <summary>The name of an endpoint leads to an address that endpoints may not have.</summary>
internal sealed class AddressRefusedException(string host)
    : Exception($"{host} is not a public address. Set Webhooks:AllowedNetworks or Webhooks:AllowPrivateNetworks to allow endpoints in your own network.");

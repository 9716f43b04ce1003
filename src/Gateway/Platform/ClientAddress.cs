using System.Net;
using System.Net.Sockets;

namespace Gateway.Platform;

/// <summary>
/// The address by which clients are told apart where they are counted: a whole IPv4 address, but only the first 64 bits
/// of an IPv6 address, because everybody gets as many of the others as they like.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}

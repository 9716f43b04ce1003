using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Support;

/// <summary>For programs that want a number: a port on which nobody listened a moment ago.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

using System.Data.Common;
using System.Net.Sockets;

namespace Gateway.Vendors.Databases;

/// <summary>
/// A vendor's database did not answer in time, or its connection broke. Drivers throw several types for the same thing;
/// callers see this one.
/// </summary>
internal sealed class VendorDatabaseException : DbException
{
    public VendorDatabaseException(string message)
        : base(message)
    {
    }

    public VendorDatabaseException(Exception fault)
        : base(fault.Message, fault)
    {
    }

    /// <summary>True when a fault means "the connection is gone", whatever type the driver gave it.</summary>
    public static bool IsBroken(Exception fault) =>
        fault is IOException or SocketException or TimeoutException or ObjectDisposedException;
}

using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Platform.Settings;

/// <summary>
/// Faults of the settings that only show when the server begins to listen: an address that is taken or not ours, a
/// certificate that cannot be read.
/// </summary>
internal static class StartFault
{
    /// <summary>One line that says what to do; null when the fault is none of the settings.</summary>
    public static string? Of(Exception fault) => fault switch
    {
        IOException { InnerException: AddressInUseException } => $"{Line(fault)} Another program listens there. Choose another port with ASPNETCORE_URLS=http://127.0.0.1:<port>.",
        SocketException or IOException or UnauthorizedAccessException or CryptographicException => $"The server cannot listen: {Line(fault)} See ASPNETCORE_URLS and Kestrel:Endpoints.",
        _ when fault.Source?.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) == true => $"The server cannot start: {Line(fault)} See ASPNETCORE_URLS and Kestrel.",
        _ => null,
    };

    /// <summary>The first line says what is wrong, later ones give general advice.</summary>
    private static string Line(Exception fault)
    {
        var cause = fault.GetBaseException();
        var text = fault.Message.Contains(cause.Message, StringComparison.Ordinal) || cause is AddressInUseException
            ? fault.Message
            : $"{fault.Message} {cause.Message}";
        return text.Split('\r', '\n')[0].TrimEnd('.', ' ') + ".";
    }
}

using System.Security.Cryptography;
using Gateway.Platform.Errors;

namespace Gateway.Platform.Storage;

/// <summary>Encrypted text that cannot be opened: its key is not there any more, or it was changed.</summary>
internal static class LostText
{
    /// <summary>
    /// True when trying again does not help. Data Protection wraps what its key store throws, and what is wrong with
    /// the form of a text, in one kind of exception: a database that is away is no lost key.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault is CryptographicException or FormatException or InvalidDataException or EndOfStreamException or ArgumentException
        && !UnhandledExceptionHandler.IsStorageFault(fault);
}

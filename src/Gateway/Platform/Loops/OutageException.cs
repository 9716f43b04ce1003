namespace Gateway.Platform.Loops;

/// <summary>
/// Something that this process needs is away. Its text says all, for people; a stack trace would say nothing.
/// </summary>
internal sealed class OutageException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>What to tell of any fault.</summary>
    public static string TextOf(Exception fault) =>
        fault is OutageException ? fault.Message : fault.GetBaseException().Message;
}

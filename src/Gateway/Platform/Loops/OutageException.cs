using Npgsql;

namespace Gateway.Platform.Loops;

/// <summary>
/// Something that this process needs is away. Its text says all, for people; a stack trace would say nothing.
/// </summary>
internal sealed class OutageException(string message, Exception cause) : Exception(message, cause)
{
    private const string Locked =
        "Another session has locked what this needs (LOCK TABLE, VACUUM FULL, a hanging transaction). /health/ready "
        + "names it when it is a whole table. Else: SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity "
        + "WHERE wait_event_type = 'Lock'; and end the one that blocks: SELECT pg_terminate_backend(<pid>);";

    /// <summary>What to tell of any fault.</summary>
    public static string TextOf(Exception fault) =>
        fault is OutageException ? fault.Message
        : fault.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } ? Locked
        : fault.GetBaseException().Message;
}

using Npgsql;

namespace Gateway.Platform.Storage;

/// <summary>
/// A newer node has changed a table while this one works: statements that were prepared before fail once in each
/// session, when what they answer has another type now. Nothing was done.
/// </summary>
internal static class StalePlan
{
    /// <summary>Of PostgreSQL's source: the message is in the server's language.</summary>
    private const string Routine = "RevalidateCachedQuery";

    public static bool Is(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: Routine })
            {
                return true;
            }
        }

        return false;
    }
}

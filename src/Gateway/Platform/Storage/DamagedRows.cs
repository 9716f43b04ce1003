using Gateway.Platform.Loops;

namespace Gateway.Platform.Storage;

/// <summary>
/// Rows that a reader cannot understand: a number that means nothing, JSON of another shape, encrypted text that cannot
/// be opened. Such a row is shown as damaged, or passed over, and stops nothing else. It is told here: once a minute
/// for each kind of row, however many there are.
/// </summary>
internal sealed partial class DamagedRows(TimeProvider time, ILogger<DamagedRows> logger)
{
    private readonly FaultLog _log = new(time);

    /// <param name="kind">The kind of row, such as <c>message</c>.</param>
    /// <param name="id">The row.</param>
    /// <param name="fault">Why it cannot be read; never its contents.</param>
    public void Tell(string kind, string id, string fault)
    {
        if (_log.Count(kind, "") is { } count)
        {
            Log.Damaged(logger, kind, id, fault, count);
        }
    }

    /// <summary>The type of what was thrown says enough; its text may hold contents.</summary>
    public void Tell(string kind, string id, Exception fault) =>
        Tell(kind, id, $"{fault.GetBaseException().GetType().Name}.");

    private static partial class Log
    {
        [LoggerMessage(114, LogLevel.Error, "The {Kind} {Id} is damaged: {Fault} Everything else goes on. It is the last of {Count} since the last message.")]
        public static partial void Damaged(ILogger logger, string kind, string id, string fault, int count);
    }
}

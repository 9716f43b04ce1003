using Gateway.Platform.Streams;

namespace Gateway.Accounts.Streams;

/// <summary>
/// Writes a stream until it has ended. Answers a problem while nothing has been said; null: all was said.
/// </summary>
internal delegate Task<IResult?> WriteStream(EventStream events, CancellationToken stop);

/// <summary>
/// Serves one stream of a key, whatever it tells, from its opening to its end: by its client, its key, the process, or
/// a reader that does not read.
/// </summary>
internal sealed partial class ServeStream(
    OpenStreams streams, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServeStream> logger)
{
    public async Task<IResult> ServeAsync(
        HttpContext context, WriteStream write, CancellationToken cancellationToken)
    {
        var key = context.User.Key();
        if (streams.Open(key, out var open) is { } tooMany)
        {
            return tooMany;
        }

        using (open)
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, open.Ended, lifetime.ApplicationStopping))
        {
            var events = new EventStream(context, time);
            try
            {
                return await write(events, stop.Token) ?? Results.Empty;
            }
            catch (SlowReaderException)
            {
                Log.SlowReader(logger, context.Request.Path, key.AccountId, key.KeyId, EventStream.Patience);
                return Results.Empty;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return await open.EndAsync(context, events);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5041, LogLevel.Warning, "A stream of account {Account} ({Path}) is cut off: its reader, with the "
            + "key {Key}, has taken nothing for {Patience}. It can connect again, with the last id that it has seen.")]
        public static partial void SlowReader(
            ILogger logger, string path, Guid account, Guid? key, TimeSpan patience);
    }
}

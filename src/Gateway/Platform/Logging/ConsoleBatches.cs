using System.Globalization;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Gateway.Platform.Logging;

/// <summary>
/// Writes to the console what was logged in a moment by one call: a call for each line costs more than the request that the line is about.
/// A console that nobody reads holds up nobody: what does not fit in the queue is dropped.
/// </summary>
internal sealed class ConsoleBatches(ITextFormatter formatter) : IBatchedLogEventSink
{
    /// <summary>
    /// The first line is written at once, the next ones after at most 100 ms. A killed process loses that much of them.
    /// </summary>
    public static readonly BatchingOptions Options = new()
    {
        EagerlyEmitFirstEvent = true,
        BufferingTimeLimit = TimeSpan.FromMilliseconds(100),
        BatchSizeLimit = 1_000,
        QueueLimit = 50_000,
    };

    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        await using var lines = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var logged in batch)
        {
            formatter.Format(logged, lines);
        }

        await Console.Out.WriteAsync(lines.GetStringBuilder());
        await Console.Out.FlushAsync();
    }

    public Task OnEmptyBatchAsync() => Task.CompletedTask;
}

using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace Gateway.Platform.Logging;

/// <summary>
/// Writes to the console what was logged in a moment by one call: a call for each line costs more than the request that
/// the line is about. Warnings and errors are written at once, so that nothing is lost of them. A console that nobody
/// reads holds up nobody else: what does not fit in the queue is dropped. While nothing is logged, nothing wakes:
/// Serilog's own batches look ten times a second whether there is something.
/// </summary>
internal sealed class ConsoleBatches : ILogEventSink, IDisposable
{
    private const int LongestQueue = 50_000;
    private const int LargestBatch = 1_000;

    /// <summary>
    /// The first line is written at once, the next ones after this time at most. A killed process loses that much of
    /// them.
    /// </summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly ITextFormatter _formatter;

    /// <summary>One writer at a time: no line stands within another.</summary>
    private readonly Lock _writing = new();
    private readonly TextWriter _console;

    /// <summary>One batch after the other, in the same memory.</summary>
    private readonly StringWriter _lines = new(new StringBuilder(LargestBatch * 128), CultureInfo.InvariantCulture);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _ended = new(0);
    private readonly Channel<LogEvent> _queue = Channel.CreateBounded<LogEvent>(
        new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public ConsoleBatches(ITextFormatter formatter, TextWriter console, TimeProvider time)
    {
        _formatter = formatter;
        _console = console;
        _time = time;
        _ = Task.Run(WriteAsync);
    }

    /// <summary>
    /// The process's own output. <see cref="Console.Out"/> would write 256 letters a call.
    /// </summary>
    public static TextWriter Open() => new StreamWriter(
        Console.OpenStandardOutput(), Console.Out.Encoding, bufferSize: 32 * 1024, leaveOpen: true);

    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level < LogEventLevel.Warning)
        {
            _queue.Writer.TryWrite(logEvent);
            return;
        }

        using var line = new StringWriter(CultureInfo.InvariantCulture);
        _formatter.Format(logEvent, line);
        Write(line.GetStringBuilder());
    }

    /// <summary>Writes what waits. A console that takes nothing is waited for two seconds.</summary>
    public void Dispose()
    {
        if (_queue.Writer.TryComplete())
        {
            _closing.Cancel();
            _ended.Wait(LongestEnd);
        }
    }

    private async Task WriteAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var lines = 0;
            try
            {
                lines = WriteBatch();
            }
            catch (Exception fault)
            {
                SelfLog.WriteLine("Lines could not be written to the console: {0}", fault);
            }

            if (lines < LargestBatch)
            {
                await Task.Delay(Gathering, _time, _closing.Token).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _ended.Release();
    }

    private int WriteBatch()
    {
        var count = 0;
        _lines.GetStringBuilder().Clear();
        for (; count < LargestBatch && _queue.Reader.TryRead(out var logged); count++)
        {
            _formatter.Format(logged, _lines);
        }

        Write(_lines.GetStringBuilder());
        return count;
    }

    private void Write(StringBuilder lines)
    {
        lock (_writing)
        {
            _console.Write(lines);
            _console.Flush();
        }
    }
}

using System.Globalization;

namespace Gateway.Simulator.Demo;

/// <summary>
/// Prints one line per thing that happens, with the milliseconds since the message was sent. Safe from several threads.
/// </summary>
internal sealed class Printer(TimeProvider time)
{
    private readonly Lock _lines = new();
    private long? _start;

    public void StartClock() => _start = time.GetTimestamp();

    public void Line(string what, string detail)
    {
        lock (_lines)
        {
            var elapsed = _start is { } start ? time.GetElapsedTime(start).TotalMilliseconds : 0;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{elapsed,8:0} ms  {what,-17} {detail}").TrimEnd());
        }
    }

    /// <summary>Prints the one line of a failed demo and returns its exit code.</summary>
    public int Failure(string why)
    {
        lock (_lines)
        {
            Console.Error.WriteLine($"The demo failed: {why}.");
        }

        return 1;
    }
}

using System.Diagnostics;

namespace Gateway.Platform.Telemetry;

/// <summary>
/// The trace of a request in the 25 bytes in which it is kept with a message: trace id, span id, flags.
/// </summary>
internal static class TraceContext
{
    private const int Length = 25;
    private const int SpanAt = 16;
    private const int FlagsAt = 24;

    /// <summary>The trace of what runs now; null when nobody records it, so that nothing is stored.</summary>
    public static byte[]? Current()
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity)
        {
            return null;
        }

        var bytes = new byte[Length];
        activity.TraceId.CopyTo(bytes.AsSpan(0, SpanAt));
        activity.SpanId.CopyTo(bytes.AsSpan(SpanAt, FlagsAt - SpanAt));
        bytes[FlagsAt] = (byte)activity.ActivityTraceFlags;
        return bytes;
    }

    public static ActivityContext? Read(byte[]? stored) => stored is { Length: Length } bytes
        ? new ActivityContext(ActivityTraceId.CreateFromBytes(bytes.AsSpan(0, SpanAt)), ActivitySpanId.CreateFromBytes(bytes.AsSpan(SpanAt, FlagsAt - SpanAt)), (ActivityTraceFlags)bytes[FlagsAt], isRemote: true)
        : null;
}

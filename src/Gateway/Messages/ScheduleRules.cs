using Gateway.Platform.Errors;

namespace Gateway.Messages;

/// <summary>When a message may be scheduled for.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);
    private static readonly TimeSpan PastTolerance = TimeSpan.FromMinutes(1);

    public static Fault? Fault(DateTimeOffset? at, DateTimeOffset now, bool required = false)
    {
        const string pointer = "/scheduledAt";
        return at is null ? (required ? new Fault(pointer, "required", "Say when to send.") : null)
            : at < now - PastTolerance ? new Fault(pointer, "schedule_in_past", "This time has passed. Leave the field out to send now.")
            : at > now + Farthest ? new Fault(pointer, "schedule_too_far", "At most one year ahead.")
            : null;
    }
}

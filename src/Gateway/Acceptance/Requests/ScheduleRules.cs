using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Requests;

/// <summary>When a message may be scheduled for. Absent is now.</summary>
internal static class ScheduleRules
{
    private const string Pointer = "/scheduledAt";

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);
    private static readonly TimeSpan PastTolerance = TimeSpan.FromMinutes(1);

    public static Fault Passed { get; } = new(Pointer, "schedule_in_past", "This time has passed. Leave the field out to send now.");

    public static Fault TooFar { get; } = new(Pointer, "schedule_too_far", "At most one year ahead.");

    public static bool HasPassed(DateTimeOffset? at, DateTimeOffset now) => at < now - PastTolerance;

    public static bool IsTooFar(DateTimeOffset? at, DateTimeOffset now) => at > now + Farthest;

    public static Fault? Fault(DateTimeOffset? at, DateTimeOffset now) => HasPassed(at, now) ? Passed : IsTooFar(at, now) ? TooFar : null;
}

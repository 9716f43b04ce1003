using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;

namespace Gateway.Insight.Statistics;

/// <summary>What statistics are asked for, read strictly.</summary>
internal sealed record StatisticsQuery(DateTimeOffset From, DateTimeOffset To, string Interval, IReadOnlySet<string> GroupBy)
{
    public static ClosedSet<string> Groups { get; } = ClosedSet.Of("account", "channel", "code", "status", "vendor");

    public const string Minute = "minute";

    /// <summary>
    /// Longest ranges in days: more would be too much for one answer. Minutes are kept for three hours.
    /// </summary>
    public static ClosedSet<int> Longest { get; } =
        new([(Minute, 1), ("hour", 31), ("day", 366), ("month", 3660)]);

    private static readonly TimeSpan MinutesLive = TimeSpan.FromHours(3);

    /// <summary>The problem when the query cannot be understood. Absent times mean the last seven days.</summary>
    public static ProblemResult? Read(HttpContext context, string? from, string? to, string? interval, string? groupBy, DateTimeOffset now, out StatisticsQuery query)
    {
        var faults = CheckQuery.FaultsOf(context);
        var unit = interval ?? "day";
        if (!Longest.TryRead(unit, out var longest) && faults.Count == 0)
        {
            faults.Add(new Fault("?interval", "invalid_type", Longest.Expected));
        }

        var groups = QueriesModule.Many(groupBy, Groups, "groupBy", faults).ToHashSet(StringComparer.Ordinal);
        var byMinute = unit == Minute;
        var end = Time("to", to) ?? (byMinute ? now.AddMinutes(1) : now.AddHours(1));
        var oldest = Whole(now - MinutesLive, byMinute);
        var start = Time("from", from) ?? (byMinute ? oldest : end.AddDays(-7));
        query = new StatisticsQuery(Whole(start, byMinute), Whole(end, byMinute), unit, groups);
        if (faults.Count == 0 && end <= start)
        {
            faults.Add(new Fault("?to", "out_of_range", "Later than from."));
        }
        else if (faults.Count == 0 && byMinute && start < oldest)
        {
            faults.Add(new Fault(
                "?from", "out_of_range", "interval=minute has the last three hours; interval=hour has all."));
        }
        else if (faults.Count == 0 && end - start > TimeSpan.FromDays(longest))
        {
            faults.Add(new Fault("?from", "out_of_range", $"At most {longest} days with interval={unit}."));
        }

        return faults.Count == 0 ? null : ProblemResult.Malformed(faults);

        DateTimeOffset? Time(string name, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            if (UtcTime.TryRead(text, out var time))
            {
                return time.ToUniversalTime();
            }

            faults.Add(new Fault("?" + name, "invalid_type", "A time with an offset, such as 2026-11-20T00:00:00+09:00. In a query, write + as %2B."));
            return null;
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset time, bool minute) =>
        new(time.Year, time.Month, time.Day, time.Hour, minute ? time.Minute : 0, 0, TimeSpan.Zero);
}

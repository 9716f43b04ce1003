using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Queries;

namespace Gateway.Insight.Statistics;

/// <summary>What statistics are asked for, read strictly.</summary>
internal sealed record StatisticsQuery(DateTimeOffset From, DateTimeOffset To, string Interval, IReadOnlySet<string> GroupBy)
{
    public static ClosedSet<string> Groups { get; } = ClosedSet.Of("account", "channel", "code", "status", "vendor");

    /// <summary>Longest ranges in days: more would be too much for one answer.</summary>
    public static ClosedSet<int> Longest { get; } = new([("hour", 31), ("day", 366), ("month", 3660)]);

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
        var end = Time("to", to) ?? now.AddHours(1);
        var start = Time("from", from) ?? end.AddDays(-7);
        query = new StatisticsQuery(WholeHour(start), WholeHour(end), unit, groups);
        if (faults.Count == 0 && end <= start)
        {
            faults.Add(new Fault("?to", "out_of_range", "Later than from."));
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

    private static DateTimeOffset WholeHour(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, TimeSpan.Zero);
}

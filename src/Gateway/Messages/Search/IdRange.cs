using Gateway.Platform;
using Gateway.Platform.Storage;

namespace Gateway.Messages.Search;

/// <summary>Messages of a span of time, which is a span of their ids.</summary>
internal readonly record struct IdRange(Guid First, Guid Before)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static readonly IdRange All = new(Guid.Empty, Guid.AllBitsSet);

    public IdRange From(Guid? first) => first is { } id && id > First ? this with { First = id } : this;

    public IdRange Until(Guid? before) => before is { } id && id < Before ? this with { Before = id } : this;

    /// <summary>The hour in which the range begins. Cursors may be any ids, also of times that no calendar has.</summary>
    public DateTimeOffset FirstHour() => HourOf(First);

    /// <summary>The end of the hour in which it ends.</summary>
    public DateTimeOffset LastHour() => HourOf(Before) is var hour && hour < DateTimeOffset.MaxValue - Hour ? hour + Hour : DateTimeOffset.MaxValue;

    /// <summary>The part of the range in some hours, newest first; hours side by side are one range.</summary>
    public List<IdRange> Within(IReadOnlyList<DateTimeOffset> hours)
    {
        var ranges = new List<IdRange>();
        for (var (i, newest) = (0, 0); i < hours.Count; i++)
        {
            if (i == hours.Count - 1 || hours[i] - Hour != hours[i + 1])
            {
                ranges.Add(From(Partitions.FirstId(hours[i])).Until(Partitions.FirstId(hours[newest] + Hour)));
                newest = i + 1;
            }
        }

        return ranges;
    }

    private static DateTimeOffset HourOf(Guid id)
    {
        var milliseconds = Math.Min(IdTime.Milliseconds(id), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds - (milliseconds % (long)Hour.TotalMilliseconds));
    }
}

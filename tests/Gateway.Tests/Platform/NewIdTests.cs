using System.Globalization;
using Gateway.Platform;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>UUIDv7 as RFC 9562 has them.</summary>
public sealed class NewIdTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 28, 1, 2, 3, 456, TimeSpan.Zero);

    [Fact]
    public void Has_version_variant_and_moment()
    {
        var id = NewId.At(Moment);

        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(Moment.ToUnixTimeMilliseconds().ToString("x12"), id.ToString("N")[..12]);
    }

    [Theory]
    [InlineData(0, 9999)]
    [InlineData(0, 3)]
    [InlineData(4996, 5000)]
    [InlineData(9997, 10_000)]
    public void Is_in_the_order_of_moments_within_a_millisecond(int earlier, int later) =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(string.CompareOrdinal($"{NewId.At(Moment.AddTicks(earlier))}", $"{NewId.At(Moment.AddTicks(later))}") < 0));

    [Theory]
    [InlineData("2026-11-30T23:59:59.999Z", "2026-11-01")]
    [InlineData("2026-12-01T00:00:00.000Z", "2026-12-01")]
    [InlineData("2027-01-01T08:59:59.999+09:00", "2026-12-01")]
    [InlineData("2028-02-29T12:00:00.000Z", "2028-02-01")]
    public void Knows_its_month_in_UTC(string moment, string month) => Assert.Equal(
        DateTime.Parse(month, CultureInfo.InvariantCulture),
        NewId.MonthOf(NewId.At(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture))));

    [Fact]
    public void Knows_a_month_of_any_id() => Assert.Equal(
        new DateTime(9999, 12, 1), NewId.MonthOf(Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff")));

    [Fact]
    public void Ascends_within_a_moment_and_keeps_it()
    {
        var ids = new List<Guid> { NewId.At(Moment) };
        while (ids.Count < 10_000)
        {
            ids.Add(NewId.After(ids[^1]));
        }

        Assert.Equal(ids.Select(id => id.ToString()).Order(StringComparer.Ordinal), ids.Select(id => id.ToString()));
        Assert.All(ids, id => Assert.Equal((7, ids[0].ToString("N")[..12]), (id.Version, id.ToString("N")[..12])));
    }

    [Fact]
    public void Carries_from_the_low_bits_into_the_high_ones()
    {
        var last = Guid.Parse("019aa0b1-c2d3-7000-bfff-ffffffffffff");

        var next = NewId.After(last);

        Assert.StartsWith("019aa0b1-c2d3-7001-8", next.ToString());
    }

    [Fact]
    public void Never_repeats_itself_on_many_threads()
    {
        var ids = new System.Collections.Concurrent.ConcurrentDictionary<Guid, bool>();

        Parallel.For(0, 200_000, _ => Assert.True(ids.TryAdd(NewId.At(Moment), true)));
    }
}

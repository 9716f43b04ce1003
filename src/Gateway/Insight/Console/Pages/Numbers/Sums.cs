using Gateway.Insight.Statistics;

namespace Gateway.Insight.Console.Pages.Numbers;

/// <summary>Messages by what became of them, with what they cost.</summary>
internal sealed record Sums(long All, long Delivered, long Failed, long Ended, decimal Cost)
{
    public static Sums Of(IEnumerable<StatisticsItem> items)
    {
        var (all, delivered, failed, ended, cost) = (0L, 0L, 0L, 0L, 0m);
        foreach (var item in items)
        {
            all += item.Count;
            delivered += item.Status == "delivered" ? item.Count : 0;
            failed += item.Status is "failed" or "expired" ? item.Count : 0;
            ended += item.Status is "delivered" or "failed" or "expired" ? item.Count : 0;
            cost += item.Cost;
        }

        return new Sums(all, delivered, failed, ended, cost);
    }
}

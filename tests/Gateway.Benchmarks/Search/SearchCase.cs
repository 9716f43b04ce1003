using System.Globalization;

namespace Gateway.Benchmarks.Search;

/// <summary>One kind of search: its name, whose key, and the query for a sample.</summary>
internal sealed record SearchCase(string Name, bool Small, Func<Sample, string> Query)
{
    /// <summary>What is asked; the control asks for something that costs nothing.</summary>
    public string Path { get; init; } = "/v1/messages";

    /// <summary>One look into an empty table: what HTTP, the key and this machine's noise cost, whatever is searched.</summary>
    public static SearchCase Control { get; } = Big("control: GET /v1/batches, empty", _ => "") with { Path = "/v1/batches" };

    /// <summary>Every single filter with a value that is common and one that is rare, and those of the promise together.</summary>
    public static IEnumerable<SearchCase> All(SearchHistory history)
    {
        yield return Control;
        yield return Big("no filter", _ => "");
        foreach (var status in new[] { "scheduled", "accepted", "queued", "sending", "delivered", "failed", "expired", "canceled" })
        {
            yield return Big($"status={status}", _ => $"status={status}");
        }

        yield return Big("channel, common", _ => "channel=sms");
        yield return Big("channel, long unused", _ => "channel=fax");
        yield return Big("channel, one in 20,000", _ => "channel=voice");
        yield return Big("vendor, common", _ => "vendor=kshot");
        yield return Big("vendor, long unused", _ => "vendor=retired");
        yield return Big("to, any", sample => $"to={sample.Recipient}");
        yield return Big("to, one in a thousand", _ => "to=01099990000");
        yield return Big("from, common", _ => "from=15881234");
        yield return Big("from, one in 50,000", _ => "from=15889999");
        yield return Big("reference", sample => $"reference={sample.Reference}");
        yield return Big("batchId, any", sample => $"batchId={sample.BatchId}");
        yield return Big("batchId, big campaign", _ => $"batchId={history.BigBatch}");
        yield return Big("createdFrom", sample => $"createdFrom={Time(sample.CreatedAt)}");
        yield return Big("createdTo", sample => $"createdTo={Time(sample.CreatedAt)}");
        yield return Big("createdFrom, createdTo: an hour", sample => Range(sample, TimeSpan.FromHours(1)));
        yield return Big("status=delivered, a day", sample => "status=delivered&" + Range(sample, TimeSpan.FromDays(1)));
        yield return Big("status=failed, a day", sample => "status=failed&" + Range(sample, TimeSpan.FromDays(1)));
        yield return Big("status=canceled, a month", sample => "status=canceled&" + Range(sample, TimeSpan.FromDays(30)));
        yield return Big("status=queued, a day", sample => "status=queued&" + Range(sample, TimeSpan.FromDays(1)));
        yield return OfSmall("small account: no filter", _ => "");
        yield return OfSmall("small account: status=delivered", _ => "status=delivered");
        yield return OfSmall("small account: status=canceled", _ => "status=canceled");
        yield return OfSmall("small account: status=queued", _ => "status=queued");
        yield return OfSmall("small account: from, rare", _ => "from=15889999");
        yield return OfSmall("small account: failed, a day", sample => "status=failed&" + Range(sample, TimeSpan.FromDays(1)));
    }

    private static SearchCase Big(string name, Func<Sample, string> query) => new(name, false, query);

    private static SearchCase OfSmall(string name, Func<Sample, string> query) => new(name, true, query);

    private static string Range(Sample sample, TimeSpan length) => $"createdFrom={Time(sample.CreatedAt)}&createdTo={Time(sample.CreatedAt + length)}";

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

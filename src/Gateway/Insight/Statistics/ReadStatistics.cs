using System.Globalization;
using System.Text;
using Gateway.Accounts;
using Gateway.Accounts.Prices;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Gateway.Insight.Statistics;

/// <summary><c>GET /v1/stats</c> and <c>GET /v1/stats/reconciliation</c>: equal to a full count at any time, without counting.</summary>
internal sealed class ReadStatistics(NpgsqlDataSource source, IOptions<GatewayOptions> gateway, TimeProvider time)
{
    /// <summary>Of an answer, about 15 MB. A month of hours with all groups has a few thousand in most installations.</summary>
    public const int MostItems = 100_000;

    private static readonly ProblemResult TooMany = ProblemResult.Malformed([new Fault("?groupBy", "too_many_entries", $"More than {MostItems} items. Ask for a shorter time, a longer interval or fewer groups.")]);

    public async Task<IResult> StatsAsync(HttpContext context, string? from, string? to, string? interval, string? groupBy, CancellationToken cancellationToken)
    {
        if (StatisticsQuery.Read(context, from, to, interval, groupBy, time.GetUtcNow(), out var query) is { } refused)
        {
            return refused;
        }

        var items = await ReadAsync(query, context.User.Key(), cancellationToken);
        if (items.Count > MostItems)
        {
            return TooMany;
        }

        return context.Request.WantsCsv()
            ? Results.Text(ToCsv(query, items), $"{AnswerForm.Csv}; charset=utf-8", Encoding.UTF8)
            : Results.Json(new StatisticsView(query.From, query.To, query.Interval, items), StatisticsJson.Readable.StatisticsView);
    }

    private async Task<List<StatisticsItem>> ReadAsync(StatisticsQuery query, KnownKey caller, CancellationToken cancellationToken)
    {
        var byMinute = query.Interval == StatisticsQuery.Minute;
        await using var command = source.Command(
            byMinute ? "Insight.Statistics.Sql.read-minutes" : "Insight.Statistics.Sql.read-stats");
        AddRange(command, query);
        if (!byMinute)
        {
            command.Parameters.Add(new NpgsqlParameter<string>("interval", query.Interval));
            command.Parameters.Add(new NpgsqlParameter<string>("zone", gateway.Value.TimeZone));
        }

        command.Parameters.Add(new NpgsqlParameter<Guid>("account_id", caller.AccountId));
        var everybody = caller.AccountId == Caller.DefaultAccount && caller.Scopes.Contains(Scope.Admin) && query.GroupBy.Contains("account");
        command.Parameters.Add(new NpgsqlParameter<bool>("all_accounts", everybody));
        command.Parameters.Add(new NpgsqlParameter<int>("most", MostItems + 1));
        foreach (var group in new[] { "account", "channel", "vendor", "status", "code" })
        {
            command.Parameters.Add(new NpgsqlParameter<bool>("by_" + group, query.GroupBy.Contains(group)));
        }

        var items = new List<StatisticsItem>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(Item(reader));
        }

        return items.Count > MostItems ? items : Merge(items);
    }

    private static StatisticsItem Item(NpgsqlDataReader reader) => new()
    {
        Start = reader.Get<DateTimeOffset>("start"),
        AccountId = reader.Find<Guid?>("account_id"),
        Channel = (Channel?)reader.Find<short?>("channel"),
        Vendor = reader.Find<string>("vendor"),
        Status = reader.Find<short?>("status") is { } status ? StatisticsItem.StatusName((MessageStatus)status) : null,
        Code = reader.Find<short?>("code") is >= 0 and var code ? code : null,
        Count = reader.Get<long>("count"),
        Cost = reader.Get<decimal>("cost"),
    };

    /// <summary>Scheduled and accepted are both pending here.</summary>
    private static List<StatisticsItem> Merge(List<StatisticsItem> items) =>
    [
        .. items.GroupBy(item => item with { Count = 0, Cost = 0 }).Select(same => same.Key with
        {
            Count = same.Sum(item => item.Count),
            Cost = Won.Plain(same.Sum(item => item.Cost)),
        }),
    ];

    private static void AddRange(NpgsqlCommand command, StatisticsQuery query)
    {
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("from", query.From));
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("to", query.To));
    }

    private static string ToCsv(StatisticsQuery query, IReadOnlyList<StatisticsItem> items)
    {
        var columns = new List<(string Name, Func<StatisticsItem, string?> Value)> { ("start", item => item.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) };
        Add("account", "accountId", item => item.AccountId?.ToString());
        Add("channel", "channel", item => item.Channel?.Word());
        Add("vendor", "vendor", item => item.Vendor);
        Add("status", "status", item => item.Status);
        Add("code", "code", item => item.Code?.ToString(CultureInfo.InvariantCulture));
        columns.Add(("count", item => item.Count.ToString(CultureInfo.InvariantCulture)));
        columns.Add(("cost", item => item.Cost.ToString(CultureInfo.InvariantCulture)));
        var text = new StringBuilder().AppendJoin(',', columns.Select(column => column.Name)).Append("\r\n");
        foreach (var item in items)
        {
            text.AppendJoin(',', columns.Select(column => CsvField.Of(column.Value(item)))).Append("\r\n");
        }

        return text.ToString();

        void Add(string group, string name, Func<StatisticsItem, string?> value)
        {
            if (query.GroupBy.Contains(group))
            {
                columns.Add((name, value));
            }
        }
    }
}

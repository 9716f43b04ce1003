using Gateway.Simulator.Agents;
using Gateway.Simulator.Agents.Bizppurio;
using Gateway.Simulator.Agents.Emma;
using Gateway.Simulator.Agents.Kshot;
using Gateway.Simulator.Agents.Lguplus;
using Gateway.Simulator.Agents.Xroshot;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gateway.Tests.Reports;

/// <summary>Nothing is lost when the day, the month and the year end in Korea, whatever tables the agents log to.</summary>
public sealed class MonthEnds
{
    /// <summary>Every kind of log of every protocol, side by side in one database.</summary>
    private static readonly string[] Vendors = ["k_month", "k_day", "k_one", "k_unuse", "b_monthly", "b_one", "x_fixed", "x_monthly", "e_queue", "e_log", "l_due", "l_move", "l_none"];

    /// <summary>23:59:40 of New Year's Eve in Korea.</summary>
    private static readonly DateTimeOffset Start = new(2027, 12, 31, 14, 59, 40, TimeSpan.Zero);

    private static readonly DateTimeOffset Midnight = new(2027, 12, 31, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(PrivateGateway.Kinds), MemberType = typeof(PrivateGateway))]
    public async Task Lose_no_report_of_any_log_when_the_year_ends(DatabaseKind kind)
    {
        var world = await PrivateGateway.CreateAsync(kind);
        var clock = new FakeTimeProvider(Start);
        var agents = Agents(AgentRunner.Database(world.Vendor), clock);
        foreach (var agent in agents)
        {
            await agent.CreateTablesAsync(TestContext.Current.CancellationToken);
        }

        await using var gateway = await ClockedGateway.StartAsync(Settings(world), clock);
        await CollectAsync(gateway);

        // Sent and logged before midnight, looked for only after it.
        var early = await SendAsync(gateway);
        await WorkAsync(agents, clock, 10);

        // On their way over midnight: taken in the old year.
        var over = await SendAsync(gateway);
        await WorkAsync(agents, clock, 1);
        clock.SetUtcNow(Midnight);
        await CollectAsync(gateway);
        Assert.Equal(Vendors.Select(vendor => $"{vendor} delivered"), await StatusesAsync(gateway, early));
        Assert.Empty(await TablesOfNewYearAsync(world));

        // Their results stand in tables that did not exist when somebody looked a moment ago.
        await WorkAsync(agents, clock, 8);
        await CollectAsync(gateway);
        Assert.Equal(Vendors.Select(vendor => $"{vendor} delivered"), await StatusesAsync(gateway, over));
        Assert.Equal(["biz_log_202801", "l_day_20280101", "l_month_202801", "sc_moved_202801", "sdk_sms_report_2801_b", "sdk_sms_report_detail_2801_b"], await TablesOfNewYearAsync(world));
        Assert.All(await CompletedAsync(gateway, over), completed => Assert.InRange(completed, Midnight, Midnight.AddSeconds(10)));

        var late = await SendAsync(gateway);
        await WorkAsync(agents, clock, 8);
        await CollectAsync(gateway);
        Assert.Equal(Vendors.Select(vendor => $"{vendor} delivered"), await StatusesAsync(gateway, late));
        Assert.Equal(3 * Vendors.Length, await world.State.CountAsync("SELECT count(*) FROM gateway.events WHERE type = {EventType.MessageDelivered}"));
    }

    private static Dictionary<string, string> Settings(PrivateGateway world)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Gateway"] = world.State.ConnectionString,
            ["Gateway:Files:Root"] = world.Settings["Gateway:Files:Root"],
            ["Vendors:b_monthly:Bizppurio:MessageTable"] = "BIZ_MSG",
            ["Vendors:b_one:Bizppurio:MessageTable"] = "BIZ_ONE",
            ["Vendors:b_one:Bizppurio:LogTable"] = "BIZ_OLD",
            ["Vendors:b_one:Bizppurio:LogTables"] = "one",
            ["Vendors:e_log:Emma:SmsTable"] = "em_direct",
            ["Vendors:e_log:Emma:SmsLogTable"] = "em_direct_log",
            ["Vendors:e_log:Emma:SmsSequence"] = "sq_em_direct_01",
            ["Vendors:e_log:Emma:LongTable"] = "em_direct_mms",
            ["Vendors:e_log:Emma:AtaTable"] = "em_direct_ata",
            ["Vendors:l_move:Lguplus:SmsTable"] = "SC_MOVE",
            ["Vendors:l_move:Lguplus:SmsLogTable"] = "SC_MOVED",
            ["Vendors:l_move:Lguplus:LongTable"] = "MMS_MOVE",
            ["Vendors:l_none:Lguplus:SmsTable"] = "SC_STAY",
            ["Vendors:l_none:Lguplus:SmsLogTable"] = "SC_NOWHERE",
            ["Vendors:l_none:Lguplus:LongTable"] = "MMS_STAY",
            ["Vendors:x_fixed:Xroshot:TableSuffix"] = "A",
            ["Vendors:x_monthly:Xroshot:TableSuffix"] = "B",
            ["Vendors:x_monthly:Xroshot:ReportTables"] = "monthly",
        };
        foreach (var vendor in Vendors)
        {
            settings[$"Vendors:{vendor}:Protocol"] = vendor[0] switch { 'k' => "kshot", 'b' => "bizppurio", 'e' => "emma", 'l' => "lguplus", _ => "xroshot" };
            settings[$"Vendors:{vendor}:Database"] = world.Settings["Vendors:kshot:Database"];
            settings[$"Vendors:{vendor}:ConnectionString"] = world.Vendor.ConnectionString;
            settings[$"Vendors:{vendor}:Channels"] = "sms";
            if (vendor[0] == 'k')
            {
                var log = vendor[2..];
                settings[$"Vendors:{vendor}:Kshot:QueueTable"] = $"q_{log}";
                settings[$"Vendors:{vendor}:Kshot:ResultTable"] = $"r_{log}";
                settings[$"Vendors:{vendor}:Kshot:LogTable"] = $"l_{log}";
                settings[$"Vendors:{vendor}:Kshot:LogTableType"] = log;
            }
        }

        return settings;
    }

    private static List<IAgent> Agents(AgentDatabase database, TimeProvider clock)
    {
        var result = TimeSpan.FromSeconds(3);
        var agents = new List<IAgent>();
        foreach (var log in Enum.GetValues<KshotLog>())
        {
            var name = log.ToString().ToLowerInvariant();
            agents.Add(new KshotAgent(
                database,
                new KshotAgentOptions
                {
                    QueueTable = $"q_{name}",
                    ResultTable = $"r_{name}",
                    LogTable = $"l_{name}",
                    Log = log,
                    AcceptDelay = TimeSpan.Zero,
                    ResultDelay = result,
                    MigrateInterval = TimeSpan.FromSeconds(1),
                },
                clock,
                new Random(1)));
        }

        foreach (var (log, table, prefix) in new[] { (BizppurioLog.Month, "BIZ_MSG", "BIZ_LOG"), (BizppurioLog.One, "BIZ_ONE", "BIZ_OLD") })
        {
            agents.Add(new BizppurioAgent(
                database,
                new BizppurioAgentOptions
                {
                    MessageTable = table,
                    LogTable = prefix,
                    Log = log,
                    LogPeriod = BizppurioLogPeriod.ReportTime,
                    AcceptDelay = TimeSpan.Zero,
                    ResultDelay = result,
                    MoveInterval = TimeSpan.FromSeconds(1),
                },
                clock,
                new Random(1)));
        }

        foreach (var (results, table, prefix) in new[] { (EmmaResults.Queue, "em_smt_tran", "em_smt_log"), (EmmaResults.Log, "em_direct", "em_direct_log") })
        {
            agents.Add(new EmmaAgent(
                database,
                new EmmaAgentOptions
                {
                    SmsTable = table,
                    SmsLog = prefix,
                    MmsTable = table + "_mms",
                    AtaTable = table + "_ata",
                    FileTable = table + "_files",
                    Results = results,
                    ResultDelay = result,
                    MoveInterval = TimeSpan.FromSeconds(1),
                },
                clock,
                new Random(1)));
        }

        foreach (var (table, prefix, month) in new[] { ("SC_TRAN", "SC_LOG", LguplusMonth.Due), ("SC_MOVE", "SC_MOVED", LguplusMonth.Move), ("SC_STAY", "", LguplusMonth.Due) })
        {
            agents.Add(new LguplusAgent(
                database,
                new LguplusAgentOptions
                {
                    SmsTable = table,
                    SmsLog = prefix.Length > 0 ? prefix : "SC_NOWHERE",
                    MmsTable = table + "_MMS",
                    KeepsQueue = prefix.Length == 0,
                    Month = month,
                    ResultDelay = result,
                    MoveInterval = TimeSpan.FromSeconds(1),
                },
                clock,
                new Random(1)));
        }

        foreach (var (reports, suffix) in new[] { (XroshotReports.Fixed, "A"), (XroshotReports.Monthly, "B") })
        {
            agents.Add(new XroshotAgent(
                database,
                new XroshotAgentOptions { Suffix = suffix, Reports = reports, Month = XroshotMonth.Move, AcceptDelay = TimeSpan.FromSeconds(2), InterimDelay = TimeSpan.Zero, ResultDelay = result },
                clock,
                new Random(1)));
        }

        return agents;
    }

    private static async Task<IReadOnlyList<string>> SendAsync(ClockedGateway gateway)
    {
        var ids = new List<string>();
        foreach (var vendor in Vendors)
        {
            ids.Add(await gateway.Api.SendSmsAsync(vendor));
        }

        foreach (var id in ids)
        {
            await gateway.Api.ReachesAsync(id, "queued");
        }

        return ids;
    }

    private static async Task WorkAsync(IReadOnlyList<IAgent> agents, FakeTimeProvider clock, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            foreach (var agent in agents)
            {
                await agent.StepAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task CollectAsync(ClockedGateway gateway)
    {
        foreach (var vendor in Vendors)
        {
            await gateway.RunJobAsync($"collect-reports/{vendor}");
        }
    }

    private static async Task<IReadOnlyList<string>> StatusesAsync(ClockedGateway gateway, IReadOnlyList<string> ids)
    {
        var statuses = new List<string>();
        foreach (var (vendor, id) in Vendors.Zip(ids))
        {
            statuses.Add($"{vendor} {await gateway.Api.StatusAsync(id)}");
        }

        return statuses;
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> CompletedAsync(ClockedGateway gateway, IReadOnlyList<string> ids)
    {
        var completed = new List<DateTimeOffset>();
        foreach (var id in ids)
        {
            completed.Add((DateTimeOffset)(await gateway.Api.GetAsync($"/v1/messages/{id}")).Json["timeline"]!.AsArray()[^1]!["at"]!);
        }

        return completed;
    }

    /// <summary>Names in lower case, in order.</summary>
    private static async Task<IEnumerable<string>> TablesOfNewYearAsync(PrivateGateway world) =>
        (await world.Vendor.QueryAsync($"SELECT lower(table_name) AS name FROM information_schema.tables WHERE table_schema = {(world.Vendor.IsMySql ? "DATABASE()" : "current_schema()")}"))
            .Select(row => (string)row["name"]!).Where(name => name.Contains("2801", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}

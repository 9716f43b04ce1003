using System.Diagnostics;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Idle;

/// <summary>Measures what a gateway asks of its databases and of the machine while nobody asks anything of it.</summary>
internal static class IdleCommand
{
    private const int Told = 10;

    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, IdleOptions.Help, () => MeasureAsync(IdleOptions.Parse(args)));

    private static async Task MeasureAsync(IdleOptions options)
    {
        var mySql = Settings.MySql ?? throw new BenchmarkException("GATEWAY_TEST_MYSQL is missing. Run this by ./test.sh bench idle, which starts a database.");
        await using var queue = await QueueDatabase.CreateMySqlAsync(mySql);
        await using var state = await TestDatabase.CreateAsync(Settings.Postgres, "idle");
        await using var ofState = await StateStatements.OpenAsync(Settings.Postgres, state);
        await using var ofVendor = await VendorStatements.OpenAsync(queue);
        await using var gateway = await Product.StartAsync("idle", options.Gateway, state, Vendors(queue, options.Vendors));
        await queue.WaitForAsync("AGENT_MSGQUEUE");
        await ofState.CheckpointAsync();
        await WaitAsync("comes to rest", options.Settle);

        var notTold = await ofVendor.BeginAsync();
        var usage = await PostgresUsage.FindAsync(Settings.Postgres);
        await ofState.BeginAsync();
        var (wal, questions) = (await ofState.WalBytesAsync(), await ofVendor.QuestionsAsync());
        var (started, gatewayCpu, postgresCpu) = (Stopwatch.GetTimestamp(), ProcessUsage.CpuSeconds(gateway.Id), usage.CpuSeconds());
        await WaitAsync("idle", options.Window);
        gatewayCpu = ProcessUsage.CpuSeconds(gateway.Id) - gatewayCpu;
        postgresCpu = usage.CpuSeconds() - postgresCpu;
        var statements = await ofState.ReadAsync();
        questions = await ofVendor.QuestionsAsync() - questions - 1; // Its own.
        wal = await ofState.WalBytesAsync() - wal;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Console.WriteLine($"idle for {seconds:N0} s, vendors: {options.Vendors} (KShot on MariaDB), nothing in flight");
        Console.WriteLine($"processor: gateway {gatewayCpu / seconds * 100:N2} % of a core, PostgreSQL {postgresCpu / seconds * 100:N2} %");
        Print("statements on the state database", statements, seconds);
        if (notTold is null)
        {
            Print("commands on the vendor's database", await ofVendor.ReadAsync(), seconds);
        }
        else
        {
            Console.WriteLine($"The vendor's database does not tell its statements: {notTold}");
        }

        var targets = new TargetSheet("idle");
        targets.Add("9 state", statements.Sum(statement => statement.Calls) / seconds);
        targets.Add("9 vendor", questions / seconds);
        targets.Add("9 wal", wal / 1024.0 / seconds);
        targets.Add("9 cpu", (gatewayCpu + postgresCpu) / seconds * 100);
        targets.AddPeak(ProcessUsage.PeakMegabytes(gateway.Id));
        targets.Print();
        await targets.SaveAsync();
    }

    /// <summary>As ./run.sh starts the gateway; the vendors after the first have tables of other names.</summary>
    private static Dictionary<string, string> Vendors(QueueDatabase queue, int count)
    {
        var settings = new Dictionary<string, string> { ["Webhooks__AllowPrivateNetworks"] = "true" };
        for (var number = 1; number <= count; number++)
        {
            var name = number == 1 ? "kshot" : $"kshot{number}";
            settings[$"Vendors__{name}__Protocol"] = "kshot";
            settings[$"Vendors__{name}__Database"] = queue.Kind;
            settings[$"Vendors__{name}__ConnectionString"] = queue.ConnectionString;
            settings[$"Vendors__{name}__CreateTables"] = "true";
            if (number > 1)
            {
                settings[$"Vendors__{name}__Kshot__QueueTable"] = $"{name}_queue";
                settings[$"Vendors__{name}__Kshot__ResultTable"] = $"{name}_result";
                settings[$"Vendors__{name}__Kshot__LogTable"] = $"{name}_log";
            }
        }

        return settings;
    }

    private static async Task WaitAsync(string what, TimeSpan time)
    {
        Measurement.Tell($"{what}: {time.TotalSeconds:N0} s");
        await Task.Delay(time, TimeProvider.System);
    }

    private static void Print(string what, IReadOnlyList<StatementCount> statements, double seconds)
    {
        Console.WriteLine($"\n{what}: {statements.Sum(statement => statement.Calls) / seconds:N2} /s, the most frequent of {statements.Count}");
        foreach (var statement in statements.Take(Told))
        {
            Console.WriteLine($"{statement.Calls / seconds,10:N2} /s  {statement.Text}");
        }
    }
}

using System.Diagnostics;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Schedule;

/// <summary>Measures time: how late reservations are, how soon a password is in the queue, and what a long queue costs the hand-over.</summary>
internal static class ScheduleCommand
{
    private const int High = 0;
    private const int Normal = 1;
    private const int Bulk = 2;
    private const int All = -1;

    /// <summary>What the lane bulk may fill of a thousand.</summary>
    private const int BulkOfNarrow = 700;

    private static readonly TimeSpan BetweenPasswords = TimeSpan.FromMilliseconds(25);

    public static Task<int> RunAsync(string[] args) => Measurement.RunAsync(args, ScheduleOptions.Help, () => MeasureAsync(ScheduleOptions.Parse(args)));

    private static async Task MeasureAsync(ScheduleOptions options)
    {
        var targets = new TargetSheet("schedule");
        if (options.Queue is null or "postgresql")
        {
            await using var queue = await QueueDatabase.CreatePostgresAsync(Settings.Postgres);
            await MeasureAsync(options, queue, targets);
        }

        if (options.Queue is null or "mysql" && Settings.MySql is { } server)
        {
            await using var queue = await QueueDatabase.CreateMySqlAsync(server);
            await MeasureAsync(options, queue, targets);
        }

        targets.Print();
        await targets.SaveAsync();
    }

    private static async Task MeasureAsync(ScheduleOptions options, QueueDatabase queue, TargetSheet targets)
    {
        await using var product = await ScheduleSide.StartAsync(options, queue);
        Console.WriteLine($"queue on {queue.Kind}");
        await WarmAsync(product);
        await MeasureReservationsAsync(options, product);
        await MeasurePasswordsAsync(options, product);
        targets.Add($"3c {queue.Kind}", await MeasureRatesAsync(options, product));
        targets.AddPeak(product.PeakMegabytes);
        Console.WriteLine($"  peak RSS {product.PeakMegabytes:N0} MB");
        Console.WriteLine();
    }

    private static async Task WarmAsync(ScheduleSide product)
    {
        await product.Messages.MakeAsync(ScheduleSide.Warm, ScheduleOptions.Few, Normal, TimeProvider.System.GetUtcNow());
        await product.Messages.QueuedAsync(ScheduleSide.Warm, ScheduleOptions.Few);
    }

    private static async Task MeasureReservationsAsync(ScheduleOptions options, ScheduleSide product)
    {
        await product.PauseAsync(ScheduleSide.Wide, paused: true);
        var dueAt = TimeProvider.System.GetUtcNow().AddHours(1);
        await product.Messages.MakeAsync(ScheduleSide.Wide, options.Reservations, lane: null, dueAt);
        await product.PauseAsync(ScheduleSide.Wide, paused: false);

        // Storing them takes as long as it takes, so their time is set when they are there.
        dueAt = await product.SetDueAsync(ScheduleSide.Wide, TimeSpan.FromSeconds(5));
        await Task.Delay(dueAt - TimeProvider.System.GetUtcNow(), TimeProvider.System);
        var started = Stopwatch.GetTimestamp();
        var passwords = new List<Guid>();
        var released = product.Messages.QueuedAsync(ScheduleSide.Wide, options.Reservations);
        while (!released.IsCompleted)
        {
            passwords.Add(await product.Messages.SendAsync(ScheduleSide.Wide, "high"));
            await Task.WhenAny(released, Task.Delay(BetweenPasswords, TimeProvider.System));
        }

        await released;
        var took = Stopwatch.GetElapsedTime(started);
        await product.Messages.QueuedAsync(ScheduleSide.Wide, options.Reservations + passwords.Count);
        var late = await product.Messages.LatenessAsync(ScheduleSide.Wide, passwords, among: false);
        var immediate = (await product.Messages.LatenessAsync(ScheduleSide.Wide, passwords, among: true))[All];
        Console.WriteLine($"  {options.Reservations:N0} reservations due in one second: all in the queue after {took.TotalSeconds:N1} s ({options.Reservations / took.TotalSeconds:N0} /s)");
        foreach (var (lane, name) in new[] { (High, "high"), (Normal, "normal"), (Bulk, "bulk"), (All, "all") })
        {
            Print($"    lateness, {name}", late[lane]);
        }

        Print($"    accepted to queued of {passwords.Count:N0} sent meanwhile, high", immediate);
    }

    private static async Task MeasurePasswordsAsync(ScheduleOptions options, ScheduleSide product)
    {
        await product.Messages.MakeAsync(ScheduleSide.Narrow, options.Campaign, Bulk, TimeProvider.System.GetUtcNow());
        await product.Messages.QueuedAsync(ScheduleSide.Narrow, BulkOfNarrow);
        var passwords = new List<Guid>();
        for (var i = 0; i < options.Passwords; i++)
        {
            passwords.Add(await product.Messages.SendAsync(ScheduleSide.Narrow, "high"));
            await Task.Delay(BetweenPasswords, TimeProvider.System);
        }

        await product.Messages.QueuedAsync(ScheduleSide.Narrow, BulkOfNarrow + options.Passwords);
        Console.WriteLine($"  {options.Passwords:N0} passwords behind a campaign of {options.Campaign:N0}");
        Print("    accepted to queued (within 100 ms)", (await product.Messages.LatenessAsync(ScheduleSide.Narrow, passwords, among: true))[All]);
    }

    /// <summary>In turn, a few from a short queue and as many from the long one, which stays long.</summary>
    private static async Task<double> MeasureRatesAsync(ScheduleOptions options, ScheduleSide product)
    {
        await MakePausedAsync(product, ScheduleSide.Many, options.Campaign, accounts: 1);
        var (few, many) = (new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            await MakePausedAsync(product, ScheduleSide.Few, ScheduleOptions.Few, accounts: 1);
            few.Add(await RateAsync(product, ScheduleSide.Few));
            many.Add(await RateAsync(product, ScheduleSide.Many));
            Measurement.Tell($"hand-over, round {round + 1}: {few[^1]:N0} and {many[^1]:N0} /s");
        }

        await MakePausedAsync(product, ScheduleSide.Many, ScheduleOptions.Few, accounts: 50);
        var shared = await RateAsync(product, ScheduleSide.Many);
        var ratio = Comparison.Median(many.Zip(few, (much, little) => much / little));
        Console.WriteLine($"  hand-over with {ScheduleOptions.Few:N0} waiting {Comparison.Median(few):N0} /s ({few.Min():N0} to {few.Max():N0}), with {options.Campaign:N0} {Comparison.Median(many):N0} /s "
            + $"({many.Min():N0} to {many.Max():N0}), medians of {options.Rounds}; with those and 50 accounts {shared:N0} /s");
        return ratio;
    }

    private static async Task MakePausedAsync(ScheduleSide product, string vendor, int count, int accounts)
    {
        await product.PauseAsync(vendor, paused: true);
        await product.Messages.MakeAsync(
            vendor, count, Bulk, TimeProvider.System.GetUtcNow(), accounts == 1 ? null : Owners.Unknown(accounts));
    }

    /// <summary>Messages a second, for the first of those that wait for a vendor that is paused.</summary>
    private static async Task<double> RateAsync(ScheduleSide product, string vendor)
    {
        var before = await product.Messages.CountQueuedAsync(vendor);
        await product.PauseAsync(vendor, paused: false);
        await product.Messages.QueuedAsync(vendor, before + 1);
        var (started, first) = (Stopwatch.GetTimestamp(), await product.Messages.CountQueuedAsync(vendor));
        await product.Messages.QueuedAsync(vendor, before + ScheduleOptions.Few);
        var rate = (await product.Messages.CountQueuedAsync(vendor) - first) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await product.PauseAsync(vendor, paused: true);
        return rate;
    }

    private static void Print(string what, Lateness late) => Console.WriteLine($"{what,-60} p50 {late.Median,8:N0} ms   p99 {late.P99,8:N0} ms   longest {late.Longest,8:N0} ms");
}

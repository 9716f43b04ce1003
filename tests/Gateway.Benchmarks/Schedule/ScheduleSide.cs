using System.Globalization;
using Gateway.Benchmarks.Running;
using Npgsql;

namespace Gateway.Benchmarks.Schedule;

/// <summary>The product with vendors whose agents do nothing: what enters their queue tables stays there.</summary>
internal sealed class ScheduleSide : IAsyncDisposable
{
    /// <summary>No bound that a measurement could meet.</summary>
    public const string Wide = "wide";

    /// <summary>A bound as installs have it.</summary>
    public const string Narrow = "narrow";

    /// <summary>As <see cref="Wide"/>, with little waiting.</summary>
    public const string Few = "few";

    /// <summary>As <see cref="Wide"/>, with much waiting.</summary>
    public const string Many = "many";

    /// <summary>Not measured.</summary>
    public const string Warm = "warm";

    private readonly Product _product;

    private ScheduleSide(Product product) => (_product, Messages) = (product, new WaitingMessages(product));

    public WaitingMessages Messages { get; }

    public double PeakMegabytes => ProcessUsage.PeakMegabytes(_product.Server.Id);

    public static async Task<ScheduleSide> StartAsync(ScheduleOptions options, QueueDatabase queue)
    {
        var settings = new Dictionary<string, string>();
        foreach (var (vendor, maxQueued) in new[] { (Wide, 10_000_000), (Narrow, 1000), (Few, 10_000_000), (Many, 10_000_000), (Warm, 10_000_000) })
        {
            settings[$"Vendors__{vendor}__Protocol"] = "kshot";
            settings[$"Vendors__{vendor}__Database"] = queue.Kind;
            settings[$"Vendors__{vendor}__ConnectionString"] = queue.ConnectionString;
            settings[$"Vendors__{vendor}__CreateTables"] = "true";
            settings[$"Vendors__{vendor}__Channels"] = "sms";
            settings[$"Vendors__{vendor}__MaxQueued"] = maxQueued.ToString(CultureInfo.InvariantCulture);
            settings[$"Vendors__{vendor}__Kshot__QueueTable"] = $"{vendor}_queue";
            settings[$"Vendors__{vendor}__Kshot__ResultTable"] = $"{vendor}_result";
            settings[$"Vendors__{vendor}__Kshot__LogTable"] = $"{vendor}_log";
        }

        return new ScheduleSide(await Product.StartAsync($"schedule-{queue.Kind}", options.Gateway, settings));
    }

    public Task PauseAsync(string vendor, bool paused) => _product.PauseAsync(vendor, paused);

    /// <summary>Makes all that waits due after a while, in one moment; answers it.</summary>
    public async Task<DateTimeOffset> SetDueAsync(string vendor, TimeSpan after)
    {
        await using var connection = await _product.OpenAsync();
        await using var command = new NpgsqlCommand(EmbeddedSql.Text("Schedule.Sql.make-due"), connection) { CommandTimeout = 120 };
        var dueAt = TimeProvider.System.GetUtcNow() + after;
        command.Parameters.AddWithValue("vendor", vendor);
        command.Parameters.AddWithValue("due_at", dueAt);
        await command.ExecuteNonQueryAsync();
        return dueAt > TimeProvider.System.GetUtcNow() ? dueAt : throw new BenchmarkException("This machine is too slow to store the reservations before they are due. Use fewer.");
    }

    public ValueTask DisposeAsync() => _product.DisposeAsync();
}

using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>An agent that takes what stands in BIZ_MSG and puts it, delivered, into its log in the same moment: what the gateway takes is measured, not what a carrier does.</summary>
internal sealed class FastAgent : IAsyncDisposable
{
    private const int RowsOfLook = 1000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly QueueDatabase _queue;
    private readonly Task _running;

    public FastAgent(QueueDatabase queue)
    {
        _queue = queue;
        _running = Task.Run(RunAsync);
    }

    /// <summary>When each message was taken, and when its report was there to be read.</summary>
    public ConcurrentDictionary<Guid, (long Taken, long Reported)> Reported { get; } = new();

    /// <summary>Throws what has stopped it.</summary>
    public void Check()
    {
        if (_running.IsFaulted)
        {
            throw new BenchmarkException($"The agent has stopped: {_running.Exception.GetBaseException().Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await using var connection = await _queue.OpenAsync();
        while (!_stop.IsCancellationRequested)
        {
            if (await ReportAsync(connection) == 0)
            {
                await Task.Delay(Look, TimeProvider.System, _stop.Token);
            }
        }
    }

    private async Task<int> ReportAsync(DbConnection connection)
    {
        // Not the default of MariaDB, which would keep the gateway from writing behind the rows that are read.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        List<string> keys = [];
        await using (var read = QueueDatabase.Command(connection, $"SELECT CMID FROM BIZ_MSG WHERE STATUS = 0 LIMIT {RowsOfLook} FOR UPDATE"))
        {
            read.Transaction = transaction;
            await using var reader = await read.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                keys.Add(reader.GetString(0));
            }
        }

        if (keys.Count == 0)
        {
            return 0;
        }

        var taken = Stopwatch.GetTimestamp();
        var list = string.Join("','", keys);
        var now = VendorLog.Now().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await ExecuteAsync($"UPDATE BIZ_MSG SET STATUS = 2, CALL_STATUS = '4100', REPORT_TIME = '{now}', TEL_INFO = 'SKT' WHERE CMID IN ('{list}')");
        await ExecuteAsync($"INSERT INTO {VendorLog.Table} SELECT * FROM BIZ_MSG WHERE CMID IN ('{list}')");
        await ExecuteAsync($"DELETE FROM BIZ_MSG WHERE CMID IN ('{list}')");
        await transaction.CommitAsync();
        var reported = Stopwatch.GetTimestamp();
        foreach (var key in keys)
        {
            Reported[Guid.ParseExact(key, "N")] = (taken, reported);
        }

        return keys.Count;

        async Task ExecuteAsync(string sql)
        {
            await using var command = QueueDatabase.Command(connection, sql);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync();
        }
    }
}

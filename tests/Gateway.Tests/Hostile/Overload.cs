using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Four times as much as a real gateway can take: the surplus is refused with 503 and when to come back, memory stays small, every message that was answered with 202 is there, and afterwards all is as before.
/// A request to a hundred recipients costs its sender almost nothing, so sender and gateway can share a machine.
/// </summary>
public sealed partial class Overload
{
    private const int Recipients = 100;
    private const int MaxResident = 1024 * 1024;

    /// <summary>Enough to find out what the gateway can take; the queue is never full with so few.</summary>
    private const int Few = 16;

    /// <summary>Each has one request on its way. More of them wait than the gateway lets wait.</summary>
    private const int Many = 1500;

    /// <summary>In a short run the gateway still gets faster while it is measured, and twice as much is certainly enough.</summary>
    private static readonly int Times = TestServers.Long ? 4 : 8;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, bool> _kept = new();

    [Fact]
    public async Task Is_refused_in_part_and_loses_nothing()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartProcessAsync();
        var request = Request();
        await LoadAsync(gateway.Api.Address, request, Few, rate: 0, Second * 2);
        var alone = await LoadAsync(gateway.Api.Address, request, Few, rate: 0, Second * (TestServers.Long ? 10 : 2));
        var sustainable = alone.Rate;

        var over = await OverloadAsync(gateway.Api.Address, request, sustainable);
        var resident = Peak(gateway.Id);
        var (recovered, after) = await RecoverAsync(gateway.Api.Address, request, sustainable);

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Overload: alone {sustainable:F0} requests of {Recipients} messages a second; then {over.Sent / over.Took.TotalSeconds:F0} a second for {over.Took.TotalSeconds:F0} s: {over.Accepted} accepted, {over.Refused} refused, "
            + $"at most {resident / 1024} MB; {after.TotalSeconds:F1} s later {recovered.Rate:F0} a second."));
        Assert.Empty(over.Others);
        Assert.True(over.Refused > 0, "the surplus is refused");
        Assert.InRange(over.Rate, sustainable / 4, double.MaxValue);
        Assert.InRange(resident, 0, MaxResident);
        Assert.InRange(after, TimeSpan.Zero, Second * 5);
        Assert.Equal(_kept.Count * (long)Recipients, await world.State.CountAsync("SELECT count(*) FROM gateway.messages"));
        Assert.Equal(_kept.Count, await world.State.CountAsync("SELECT count(DISTINCT batch_id) FROM gateway.messages"));
    }

    /// <summary>What was sustainable beside other tests may be little for the gateway alone: the surplus grows until some is refused.</summary>
    private async Task<Load> OverloadAsync(Uri server, string request, double sustainable)
    {
        for (var times = Times; ; times *= 2)
        {
            var over = await LoadAsync(server, request, Many, sustainable * times, Second * (TestServers.Long ? 60 : 6));
            if (over.Refused > 0 || times > Times * 2)
            {
                return over;
            }
        }
    }

    private static string Request()
    {
        var to = string.Join(',', Enumerable.Range(0, Recipients).Select(i => $"\"010{10_000_000 + i}\""));
        var body = $$"""{ "channel": "sms", "from": "15777985", "to": [{{to}}], "text": "주문이 접수되었습니다." }""";
        return $"POST /v1/messages HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {GatewayProcess.AdminKey}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    /// <summary>Seconds of what was sustainable before, until one is as before; a machine that others use too is never quite the same.</summary>
    private async Task<(Load Second, TimeSpan After)> RecoverAsync(Uri server, string request, double sustainable)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var after = clock.Elapsed;
            var second = await LoadAsync(server, request, Few, rate: 0, Second);
            if ((second.Refused == 0 && second.Rate >= sustainable / 2) || after > Second * 15)
            {
                return (second, after);
            }
        }
    }

    /// <summary>Sends at a rate, or with 0 as fast as the answers come, and waits for all answers.</summary>
    private async Task<Load> LoadAsync(Uri server, string request, int connections, double rate, TimeSpan time)
    {
        var load = new Load();
        var bytes = Encoding.UTF8.GetBytes(request);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server);
            while (true)
            {
                var due = rate > 0 ? TimeSpan.FromSeconds((Interlocked.Increment(ref load.Sent) - 1) / rate) : clock.Elapsed;
                if (due > time)
                {
                    return;
                }

                if (due - clock.Elapsed is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, TimeProvider.System);
                }

                load.Count(await AskAsync(connection, bytes), _kept, counted: rate > 0);
            }
        })));
        load.Took = clock.Elapsed;
        return load;
    }

    private static async Task<RawAnswer> AskAsync(RawConnection connection, byte[] request)
    {
        await connection.SendAsync(request);
        return await connection.ReceiveAsync() ?? throw new IOException("The gateway hung up.");
    }

    /// <summary>The most memory that the process ever had, in kB.</summary>
    private static int Peak(int process) => int.Parse(Resident().Match(File.ReadAllText($"/proc/{process}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"VmHWM:\s+(\d+) kB")]
    private static partial Regex Resident();

    private sealed class Load
    {
        private int _accepted;
        private int _refused;

        public int Sent;

        public int Accepted => _accepted;

        public int Refused => _refused;

        /// <summary>Answers that should not be.</summary>
        public ConcurrentQueue<string> Others { get; } = new();

        public TimeSpan Took { get; set; }

        /// <summary>Accepted requests a second.</summary>
        public double Rate => Accepted / Took.TotalSeconds;

        public void Count(RawAnswer answer, ConcurrentDictionary<Guid, bool> kept, bool counted)
        {
            if (!counted)
            {
                Interlocked.Increment(ref Sent);
            }

            if (answer.Status == 202 && Utf8Parser.TryParse(answer.Body.AsSpan("{\"batchId\":\"".Length), out Guid batch, out _, 'D'))
            {
                Interlocked.Increment(ref _accepted);
                kept[batch] = true;
            }
            else if (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After"))
            {
                Interlocked.Increment(ref _refused);
            }
            else
            {
                Others.Enqueue(answer.ToString());
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Tests.Support;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Sends generated requests over many connections and judges every answer: success, or a problem that says what is wrong, in time. Case <c>n</c> of a seed is always the same request, but for the
/// ids of things that exist.
/// </summary>
internal sealed class FuzzRun(Uri server, Gen<FuzzRequest> requests, FuzzPool pool, ulong seed)
{
    private const int Connections = 24;
    private const int MaxSize = 24;
    private const int MaxShown = 5;
    private const int MostShown = 4000;

    /// <summary>Above it a server may hang up while the body is still on its way, and its answer is lost with it.</summary>
    private const int LargeBody = 64 * 1024;

    /// <summary>What Kestrel says when it was not spoken to in HTTP.</summary>
    private static readonly int[] NoHttp = [400, 405, 408, 411, 413, 414, 431, 501, 505];

    /// <summary>Promised for every request. Far more than any needs; less than any client would wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _faults = new();
    private long _next = -1;
    private long _accepted;
    private long _slowest;

    public IReadOnlyCollection<string> Faults => _faults;

    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Routes that answered a success at least once.</summary>
    public ConcurrentDictionary<string, int> Succeeded { get; } = new();

    /// <summary>Messages that were answered with 202 by <c>POST /v1/messages</c>, and not by a replay.</summary>
    public long Accepted => _accepted;

    public TimeSpan Slowest => TimeSpan.FromTicks(_slowest);

    /// <summary>All cases from 0 to <paramref name="count"/>, or those until five faults are found.</summary>
    public Task RunAsync(long count) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => WorkAsync(count))));

    /// <summary>One case alone.</summary>
    public async Task RunCaseAsync(long number)
    {
        using var line = new Line(server);
        await TryAsync(number, line);
    }

    private async Task WorkAsync(long count)
    {
        using var line = new Line(server);
        for (var number = Interlocked.Increment(ref _next); number < count && _faults.Count < MaxShown; number = Interlocked.Increment(ref _next))
        {
            await TryAsync(number, line);
        }
    }

    private async Task TryAsync(long number, Line line)
    {
        var request = requests.Sample(1 + (int)(number % MaxSize), new Rnd(Mix(seed, (ulong)number)), 1).First();
        var bytes = request.Render(pool);
        var clock = Stopwatch.GetTimestamp();
        string? fault;
        try
        {
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            var answer = await line.AskAsync(bytes, request, patience.Token);
            fault = Judge(request, bytes, answer);
            Learn(request, answer);
        }
        catch (Exception broken)
        {
            fault = $"{broken.GetType().Name}: {broken.Message}";
            line.Close();
        }

        var took = Stopwatch.GetElapsedTime(clock).Ticks;
        for (var slowest = _slowest; took > slowest; slowest = _slowest)
        {
            Interlocked.CompareExchange(ref _slowest, took, slowest);
        }

        if (fault is not null)
        {
            _faults.Enqueue($"GATEWAY_TEST_FUZZ={seed.ToString(CultureInfo.InvariantCulture)}:{number.ToString(CultureInfo.InvariantCulture)}  {fault}\n--- request of {bytes.Length} bytes\n{HostileBytes.Show(bytes.AsSpan(0, Math.Min(bytes.Length, MostShown)))}\n---");
        }
    }

    /// <summary>What is wrong with the answer, or null.</summary>
    private string? Judge(FuzzRequest request, byte[] sent, RawAnswer? answer)
    {
        Statuses.AddOrUpdate(answer?.Status ?? 0, 1, static (_, seen) => seen + 1);
        if (answer is null)
        {
            return request.Framing == Framing.Short || sent.Length > LargeBody ? null : "The connection ended without an answer.";
        }

        if (!answer.Headers.ContainsKey("X-Request-Id"))
        {
            return NoHttp.Contains(answer.Status) && answer.Body.Length == 0 ? null : $"Not answered by the gateway: {answer}";
        }

        if (answer.Status < 400)
        {
            return null;
        }

        return answer.Status >= 500 ? $"A server fault: {answer}" : request.Method == "HEAD" || IsProblem(answer) ? null : $"No problem+json: {answer}";
    }

    private static bool IsProblem(RawAnswer answer)
    {
        if (answer.Headers.GetValueOrDefault("Content-Type") != "application/problem+json" || answer.Text.Contains("   at ", StringComparison.Ordinal))
        {
            return false;
        }

        using var problem = JsonDocument.Parse(answer.Body);
        var root = problem.RootElement;
        return root.GetProperty("status").GetInt32() == answer.Status && root.GetProperty("code").GetString()!.Length > 0 && root.GetProperty("traceId").GetString()!.Length > 0;
    }

    private void Learn(FuzzRequest request, RawAnswer? answer)
    {
        if (answer is not { Status: >= 200 and < 300 } || request.Route is not { } route || request.Method != route.Method)
        {
            return;
        }

        Succeeded.AddOrUpdate($"{route.Method} {route.Path}", 1, static (_, seen) => seen + 1);
        if (answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            return;
        }

        pool.Learn(route.Kind, answer.Body);
        if (answer.Status == 202 && route is { Path: "/v1/messages", Method: "POST" } && !answer.Headers.ContainsKey("Idempotency-Replayed"))
        {
            using var document = JsonDocument.Parse(answer.Body);
            Interlocked.Add(ref _accepted, document.RootElement.GetProperty("messages").GetArrayLength());
        }
    }

    /// <summary>SplitMix64's last step: neighbours share nothing.</summary>
    private static ulong Mix(ulong seed, ulong number)
    {
        var mixed = seed + (number * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A connection that is made anew when it has to be.</summary>
    private sealed class Line(Uri server) : IDisposable
    {
        private RawConnection? _connection;

        public async Task<RawAnswer?> AskAsync(byte[] bytes, FuzzRequest request, CancellationToken cancellationToken)
        {
            while (true)
            {
                _connection ??= await OpenAsync(cancellationToken);
                var used = _connection.Answered > 0;
                var answer = await AskAsync(_connection, bytes, request, cancellationToken);
                if (answer is null || answer.Closes || request.Framing == Framing.Short)
                {
                    Close();
                }

                // The server may have ended a connection that was used before at the very moment of the next request.
                if (answer is not null || !used || request.Framing == Framing.Short)
                {
                    return answer;
                }
            }
        }

        public void Close()
        {
            _connection?.Dispose();
            _connection = null;
        }

        public void Dispose() => Close();

        /// <summary>A machine under load refuses a connection now and then; a gateway that has died refuses them all.</summary>
        private async Task<RawConnection> OpenAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    return await RawConnection.OpenAsync(server);
                }
                catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
                }
            }
        }

        private static async Task<RawAnswer?> AskAsync(RawConnection connection, byte[] bytes, FuzzRequest request, CancellationToken cancellationToken)
        {
            try
            {
                var sending = SendAsync(connection, bytes, request, cancellationToken);
                var answer = await connection.ReceiveAsync(request.Method != "HEAD", cancellationToken);
                await sending;
                return answer;
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                return null;
            }
        }

        private static async Task SendAsync(RawConnection connection, byte[] bytes, FuzzRequest request, CancellationToken cancellationToken)
        {
            try
            {
                await connection.SendAsync(bytes, cancellationToken);
                if (request.Framing == Framing.Short && request.Body is not null)
                {
                    connection.EndSending();
                }
            }
            catch (SocketException)
            {
                // The answer may have come before the server hung up; receiving tells.
            }
        }
    }
}

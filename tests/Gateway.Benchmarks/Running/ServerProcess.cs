using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Gateway.Benchmarks.Running;

/// <summary>A server under test: a process of its own on a free port, with its output in a file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly string _name;

    private ServerProcess(string name, Process process, StreamWriter log, IPEndPoint address)
    {
        _name = name;
        _process = process;
        _log = log;
        Address = address;
    }

    public IPEndPoint Address { get; }

    public int Id => _process.Id;

    /// <summary>From its start to its readiness.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<ServerProcess> StartAsync(string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://{address}";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var log = Output.CreateText($"{name}.log");
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        var started = Stopwatch.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(name, process, log, address);
        try
        {
            await server.WaitUntilReadyAsync(started);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private async Task WaitUntilReadyAsync(long started)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (_process.HasExited)
            {
                throw new BenchmarkException($"{_name} ended with code {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}. See {Output.Path($"{_name}.log")}.");
            }

            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Address}/health/ready");
                using var answer = await client.SendAsync(request, CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    StartedIn = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new BenchmarkException($"{_name} was not ready within {Patience.TotalSeconds} s. See {Output.Path($"{_name}.log")}.");
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is { CanWrite: true })
            {
                log.WriteLine(line);
            }
        }
    }
}

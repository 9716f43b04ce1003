using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Gateway.Benchmarks.Running;

/// <summary>
/// A server under test: a process of its own on a free port. It writes its output to a file by itself, so that reading its log
/// costs the load generator nothing.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly string _name;

    private ServerProcess(string name, Process process, IPEndPoint address)
    {
        _name = name;
        _process = process;
        Address = address;
    }

    public IPEndPoint Address { get; }

    public int Id => _process.Id;

    /// <summary>From its start to its readiness.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<ServerProcess> StartAsync(string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        Directory.CreateDirectory(Output.Path(""));
        string[] command = ["-c", "log=$1; shift; exec dotnet \"$@\" >\"$log\" 2>&1", "sh", Output.Path($"{name}.log"), program, .. arguments];
        var start = new ProcessStartInfo("/bin/sh", command);
        start.Environment["ASPNETCORE_URLS"] = $"http://{address}";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        var started = Stopwatch.GetTimestamp();
        process.Start();
        var server = new ServerProcess(name, process, address);
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
}

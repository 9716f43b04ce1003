using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>
/// Kannel, the SMS gateway of Debian (packages <c>kannel</c> and <c>kannel-extras</c>), with its own operator that takes everything. It answers 202 when a message is in its store, which it
/// writes to a file without making it safe against a loss of power.
/// </summary>
internal sealed partial class KannelPeer : IMeasuredServer, IAsyncDisposable
{
    /// <summary>User and password.</summary>
    public const string Name = "bench";

    private const string Bearerbox = "/usr/sbin/bearerbox";
    private const string Smsbox = "/usr/sbin/smsbox";
    private const string Operator = "/usr/lib/kannel/test/fakesmsc";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-bench-kannel-");
    private readonly List<Process> _processes = [];
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler());
    private readonly IPEndPoint _address = new(IPAddress.Loopback, FreePort.Find());
    private readonly int _adminPort = FreePort.Find();
    private readonly int _boxPort = FreePort.Find();
    private readonly int _operatorPort = FreePort.Find();

    private KannelPeer()
    {
    }

    public static bool IsInstalled => File.Exists(Bearerbox) && File.Exists(Smsbox) && File.Exists(Operator);

    public IReadOnlyList<IPEndPoint> Addresses => [_address];

    public IReadOnlyList<int> Processes => [.. _processes.Take(2).Select(process => process.Id)];

    /// <param name="store">Its kind of store: <c>file</c> or <c>spool</c>.</param>
    public static async Task<KannelPeer> StartAsync(string store)
    {
        if (!IsInstalled)
        {
            throw new BenchmarkException("Kannel is not installed. Run: apt-get install kannel kannel-extras");
        }

        var peer = new KannelPeer();
        try
        {
            await peer.RunAsync(store);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public Task PrepareAsync() => WaitAsync(status => Waiting().Match(status) is { Success: true, Groups: [_, { Value: "0" }, { Value: "0" }] }, "has given everything to its operator");

    public Task SettleAsync() => PrepareAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }

        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(string store)
    {
        var location = Path.Combine(_folder.FullName, store);
        if (store == "spool")
        {
            Directory.CreateDirectory(location);
        }

        var configuration = Path.Combine(_folder.FullName, "kannel.conf");
        await File.WriteAllTextAsync(configuration, $"""
            group = core
            admin-port = {_adminPort}
            admin-password = {Name}
            smsbox-port = {_boxPort}
            box-allow-ip = 127.0.0.1
            store-type = {store}
            store-location = {location}

            group = smsc
            smsc = fake
            smsc-id = fake
            port = {_operatorPort}
            connect-allow-ip = 127.0.0.1

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {_address.Port}

            group = sendsms-user
            username = {Name}
            password = {Name}
            max-messages = 1

            """);

        // Level 3 of 4: errors.
        Start(Bearerbox, "-v", "3", configuration);
        await WaitAsync(_ => true, "answers");
        Start(Smsbox, "-v", "3", configuration);
        Start(Operator, "-v", "3", "-H", "127.0.0.1", "-r", $"{_operatorPort}", "-m", "0", "1 2 text nothing");
        await WaitAsync(status => status.Contains("(online", StringComparison.Ordinal) && status.Contains("(on-line", StringComparison.Ordinal), "has its parts together");
    }

    private void Start(string program, params string[] arguments)
    {
        var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName } };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task WaitAsync(Func<string, bool> isIt, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience;)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_adminPort}/status.txt?password={Name}");
                using var answer = await _client.SendAsync(request, CancellationToken.None);
                if (isIt(await answer.Content.ReadAsStringAsync()))
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or SocketException)
            {
                // It does not listen yet.
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new BenchmarkException($"Kannel was not ready: it never said that it {what}.");
    }

    [GeneratedRegex(@"SMS: received \d+ \(\d+ queued\), sent \d+ \((\d+) queued\), store size (\d+)")]
    private static partial Regex Waiting();
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>A real gateway process, as an operator starts it: settings by environment, HTTP on a port of its own. Killed with SIGKILL when a test wants it.</summary>
internal sealed partial class GatewayProcess : IGateway
{
    public const string AdminKey = "test-admin-key-0123456789";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayProcess(Process process) => _process = process;

    /// <summary>
    /// Where the program lies: what the image would hold when GATEWAY_TEST_PROGRAM names its folder, else what was built
    /// beside the tests.
    /// </summary>
    public static string Built { get; } =
        Environment.GetEnvironmentVariables()["GATEWAY_TEST_PROGRAM"] as string ?? AppContext.BaseDirectory;

    public Api Api { get; private set; } = null!; // Set before StartAsync returns.

    public string Log => string.Join('\n', _lines);

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts and waits until it is ready; <paramref name="through"/>: a program with its arguments that starts it, such as one that takes rights away first.</summary>
    public static Task<GatewayProcess> StartAsync(IReadOnlyDictionary<string, string> settings, params string[] through) =>
        StartFromAsync(Built, settings, through);

    /// <summary>The same with a program that lies elsewhere.</summary>
    public static async Task<GatewayProcess> StartFromAsync(
        string folder, IReadOnlyDictionary<string, string> settings, params string[] through)
    {
        var gateway = Launch(settings, [], through, folder);
        gateway.Api = new Api(await gateway.ListeningAsync(), AdminKey);
        await Eventually.BeAsync(async () => (await gateway.Api.GetAsync("/health/ready")).Status == 200, "the gateway is ready", 60);
        return gateway;
    }

    /// <summary>Starts and waits until it listens, ready or not.</summary>
    public static async Task<GatewayProcess> StartListeningAsync(IReadOnlyDictionary<string, string> settings)
    {
        var gateway = Launch(settings, [], []);
        gateway.Api = new Api(await gateway.ListeningAsync(), AdminKey);
        return gateway;
    }

    /// <summary>Starts what is expected to end by itself; answers its output.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        await using var gateway = Launch(settings, arguments, []);
        await gateway._process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (gateway.ExitCode, gateway.Log);
    }

    /// <summary>SIGKILL: nothing of it runs another instruction.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a supervisor stops it. Answers how long it took, and its exit code.</summary>
    public async Task<(TimeSpan Took, int ExitCode)> TerminateAsync(int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return (clock.Elapsed, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Api?.Dispose();
        _process.Dispose();
    }

    private static GatewayProcess Launch(
        IReadOnlyDictionary<string, string> settings, string[] arguments, string[] through, string? folder = null)
    {
        var program = Path.Combine(folder ?? Built, "Gateway.dll");
        string[] command = [.. through, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // What is called often is compiled once more after some seconds, which costs a quarter of the processor time of
        // a process that lives for ten.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Gateway__AdminKey"] = AdminKey;
        start.Environment["Webhooks__AllowPrivateNetworks"] = "true";
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var gateway = new GatewayProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        gateway._process.OutputDataReceived += (_, line) => gateway.Read(line.Data);
        gateway._process.ErrorDataReceived += (_, line) => gateway.Read(line.Data);
        gateway._process.Exited += (_, _) => gateway._listening.TrySetException(new InvalidOperationException("The gateway ended:\n" + gateway.Log));
        Assert.True(gateway._process.Start());
        gateway._process.BeginOutputReadLine();
        gateway._process.BeginErrorReadLine();
        return gateway;
    }

    private Task<Uri> ListeningAsync() => _listening.Task.WaitAsync(TimeSpan.FromSeconds(60));

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: [\\""]*(http://[^\s""\\]+)")]
    private static partial Regex Listening();
}

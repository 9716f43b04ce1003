using System.Data.Common;
using System.Net.Sockets;

namespace Gateway.Benchmarks.Running;

/// <summary>What every measurement has around it: its help, and faults told in a line.</summary>
internal static class Measurement
{
    public static async Task<int> RunAsync(string[] args, string help, Func<Task> measureAsync)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(help);
            return 0;
        }

        try
        {
            await measureAsync();
            return 0;
        }
        catch (BenchmarkException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 1;
        }
        catch (Exception broken) when (broken is SocketException or HttpRequestException or DbException)
        {
            await Console.Error.WriteLineAsync($"{broken.Message} See {Output.Path("*.log")}.");
            return 1;
        }
    }

    /// <summary>For somebody who waits, not for a file.</summary>
    public static void Tell(string progress)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{progress,-60}\r");
        }
    }
}

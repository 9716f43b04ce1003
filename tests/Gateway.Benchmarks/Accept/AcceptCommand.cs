using System.Net.Sockets;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Accept;

/// <summary>Measures accepting: the bounds and the product in turn, so that what else the machine does hits all of them.</summary>
internal static class AcceptCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(AcceptOptions.Help);
            return 0;
        }

        try
        {
            var rounds = await MeasureAsync(AcceptOptions.Parse(args));
            await AcceptReport.PrintAsync(rounds);
            await AcceptReport.SaveAsync(rounds);
            return rounds.Errors == 0 ? 0 : 1;
        }
        catch (BenchmarkException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 1;
        }
        catch (SocketException broken)
        {
            await Console.Error.WriteLineAsync($"A server does not answer any more ({broken.Message}). See {Output.Path("*.log")}.");
            return 1;
        }
    }

    private static async Task<AcceptRounds> MeasureAsync(AcceptOptions options)
    {
        var admin = Settings.Postgres;
        var postgres = await PostgresUsage.FindAsync(admin);
        await using var sides = new Sides(options, admin);
        await sides.StartAsync();
        var rounds = new AcceptRounds(options, [.. sides.All.Select(side => side.Name)], [.. sides.All.Select(side => side.Description)]);
        foreach (var side in sides.All)
        {
            Tell($"warming {side.Name} …");
            await side.WarmAsync(options.Connections, options.Warm);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var side in Turns.Of(round, sides.All))
            {
                Tell($"round {round} of {options.Rounds}: {side.Name} …");
                rounds.Add(side.Name, await side.MeasureAsync(options.Connections, options.Window, postgres), await side.MeasureAsync(1, options.Window / 2, postgres));
            }
        }

        Tell("");
        return rounds;
    }

    /// <summary>For somebody who waits, not for a file.</summary>
    private static void Tell(string progress)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{progress,-40}\r");
        }
    }
}

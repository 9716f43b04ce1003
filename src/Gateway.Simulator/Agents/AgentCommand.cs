using System.Runtime.InteropServices;

namespace Gateway.Simulator.Agents;

/// <summary><c>Gateway.Simulator agent</c>: plays one vendor's agent on a real database until it is stopped.</summary>
internal static class AgentCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help"))
        {
            Console.WriteLine(AgentHelp.Text);
            return args.Length == 0 ? 2 : 0;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var arguments = new AgentArguments(args);
            var journal = new AgentJournal(Console.Out, TimeProvider.System, arguments.Flag("verbose"));
            var agent = AgentFactory.Create(arguments, TimeProvider.System, journal);
            var loop = new AgentLoop(
                agent, journal, TimeProvider.System, arguments.Duration("interval", TimeSpan.FromSeconds(0.1)))
            {
                CreateTables = arguments.Flag("create-tables"),
                WaitForTables = arguments.Flag("wait-for-tables"),
            };
            arguments.RefuseUnknown();
            return await loop.RunAsync(stop.Token);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} See 'agent --help'.");
            return 2;
        }

        void Stop(PosixSignalContext context)
        {
            // The default would end the process in the middle of a step.
            context.Cancel = true;
            stop.Cancel();
        }
    }
}

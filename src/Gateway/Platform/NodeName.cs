namespace Gateway.Platform;

/// <summary>This process, as operators find it: machine and process id.</summary>
internal static class NodeName
{
    public static string Current { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";
}

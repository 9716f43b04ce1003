using System.Net;

namespace Gateway.Benchmarks.Accept;

/// <summary>A server that takes requests, with all that it needs.</summary>
internal interface IMeasuredServer
{
    /// <summary>Each gets its part of the connections.</summary>
    IReadOnlyList<IPEndPoint> Addresses { get; }

    /// <summary>The processes whose time and memory count as the server's.</summary>
    IReadOnlyList<int> Processes { get; }

    /// <summary>Before a window: nothing is stored, nothing is to be done.</summary>
    Task PrepareAsync();

    /// <summary>After a window: ends what would go on in another side's.</summary>
    Task SettleAsync();
}

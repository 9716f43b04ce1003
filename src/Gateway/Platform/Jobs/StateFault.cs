using System.Data.Common;

namespace Gateway.Platform.Jobs;

/// <summary>What the state database throws when it is away, stopped or read-only.</summary>
internal static class StateFault
{
    public static bool Is(Exception fault) =>
        fault is DbException or TimeoutException or IOException or OperationCanceledException;
}

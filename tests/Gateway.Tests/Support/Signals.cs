using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>Signals of the system to a gateway process: it is stopped as by a debugger, goes on, or is told to end.</summary>
internal static class Signals
{
    /// <param name="gateway">Who gets it.</param>
    /// <param name="signal">Such as <c>STOP</c>, <c>CONT</c> or <c>TERM</c>.</param>
    public static async Task SignalAsync(this GatewayProcess gateway, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, gateway.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}

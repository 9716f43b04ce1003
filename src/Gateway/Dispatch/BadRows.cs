using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gateway.Dispatch;

/// <summary>Messages that break the code which makes rows of them.</summary>
internal static class BadRows
{
    /// <summary>
    /// What a damaged message makes of code that expects a sound one. Faults of databases, files and time are none of
    /// it.
    /// </summary>
    public static bool IsOne(Exception fault) => fault is NullReferenceException or ArgumentException or FormatException or IndexOutOfRangeException or SwitchExpressionException or JsonException;
}

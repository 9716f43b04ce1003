namespace Gateway.Simulator.Demo;

/// <summary>The demo cannot go on; the message is the one line that tells why.</summary>
internal sealed class DemoException(string message) : Exception(message);

namespace Gateway.Benchmarks.Running;

/// <summary>Something that a measurement needs is missing. The message tells what to do.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);

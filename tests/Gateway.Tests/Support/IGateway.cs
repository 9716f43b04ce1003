namespace Gateway.Tests.Support;

/// <summary>A gateway that a test speaks to: a process of its own, or one within the tests' process.</summary>
internal interface IGateway : IAsyncDisposable
{
    Api Api { get; }
}

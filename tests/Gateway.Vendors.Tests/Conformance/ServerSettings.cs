using Xunit;

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>Tests that change a whole server for a moment run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServerSettings
{
    public const string Name = "Server settings";
}

namespace Gateway.Vendors.Tests.Conformance;

/// <summary>The messages that ask for the manuals' samples, protocol by protocol.</summary>
internal static class Samples
{
    public static IReadOnlyList<Sample> All { get; } = [.. KshotSamples.All, .. BizppurioSamples.All, .. XroshotSamples.All, .. EmmaSamples.All, .. LguplusSamples.All];

    public static Sample Of(string id) => All.Single(sample => sample.Id == id);
}

using Gateway.Vendors;

namespace Gateway.AddedVendor.Tests.Pigeon;

/// <summary>How a loft is set up.</summary>
public sealed record PigeonSettings : ProtocolSettings
{
    private const int MostBirds = 12;

    /// <summary>The one table. Default: <c>PIGEON_POST</c>.</summary>
    public string Table { get; init; } = "PIGEON_POST";

    /// <summary>Birds of the loft, 1 to 12. Default: 1.</summary>
    public int Birds { get; init; } = 1;

    public override IReadOnlyList<string> QueueTables() => [Table];

    public override IEnumerable<(string Setting, string? Name)> Names() => [(nameof(Table), Table)];

    public override IEnumerable<string> Faults(string at)
    {
        if (Birds is < 1 or > MostBirds)
        {
            yield return $"{at}Birds is {Birds}; it is 1 to {MostBirds}.";
        }
    }
}

using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>One configured vendor and its queue.</summary>
internal sealed record Vendor
{
    public required string Name { get; init; }

    public required VendorProtocol Protocol { get; init; }

    public required IReadOnlySet<Channel> Channels { get; init; }

    public required VendorOptions Options { get; init; }

    /// <summary>The settings of its protocol.</summary>
    public required ProtocolSettings Setup { get; init; }

    /// <summary>What its rows have a place for.</summary>
    public required Carries Carries { get; init; }

    public required IVendorQueue Queue { get; init; }

    /// <summary>Held while the vendor is paused.</summary>
    public required VendorHold Hold { get; init; }

    /// <summary>What another node has found in its columns: one that only accepts never looks at them.</summary>
    public LearnedColumns Learned { get; } = new();

    /// <summary>Letters that the column of a text holds; null while nobody has looked.</summary>
    public int? TextLength => Queue.TextLength ?? Learned.Text;

    /// <summary>Letters that the column of a Kakao template's code holds; null while nobody has looked.</summary>
    public int? TemplateCodeLength => Queue.TemplateCodeLength ?? Learned.TemplateCode;

    /// <summary>Null when the vendor receives none.</summary>
    public IReceivedFaxes? ReceivedFaxes { get; init; }

    /// <summary>Null when the vendor receives none.</summary>
    public IReceivedMessages? ReceivedMessages { get; init; }

    /// <summary>Null when its agent keeps no statistics of its own.</summary>
    public IVendorCounters? Counters { get; init; }

    /// <summary>Null names all vendors, as in the settings of an account.</summary>
    public bool IsAmong(IReadOnlyList<string>? names) =>
        names is null || names.Contains(Name, StringComparer.OrdinalIgnoreCase);
}

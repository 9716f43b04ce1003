using Gateway.Vendors;

namespace Gateway.Platform.Vendors;

/// <summary>One configured vendor and its queue.</summary>
internal sealed record Vendor
{
    /// <summary>TEMPLATE_CODE of BIZ_MSG and AFTALK_TMPLGRP_CD of agent_msgqueue.</summary>
    private const int ManualTemplateCode = 30;

    public required string Name { get; init; }

    public required VendorProtocol Protocol { get; init; }

    public required IReadOnlySet<Channel> Channels { get; init; }

    public required VendorOptions Options { get; init; }

    public required IVendorQueue Queue { get; init; }

    /// <summary>
    /// The types of Kakao's buttons that it carries: its protocol's, and those that its settings add.
    /// </summary>
    public required IReadOnlySet<string> KakaoButtons { get; init; }

    /// <summary>
    /// Bytes in CP949 of a template's code: what the column holds as it was found, else the manual's.
    /// </summary>
    public int RoomForTemplateCode => Queue.TemplateCodeLength ?? ManualTemplateCode;

    /// <summary>Null when the vendor receives none.</summary>
    public IReceivedFaxes? ReceivedFaxes { get; init; }

    /// <summary>Null when its agent keeps no statistics of its own.</summary>
    public IVendorCounters? Counters { get; init; }
}

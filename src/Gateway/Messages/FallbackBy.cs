namespace Gateway.Messages;

/// <summary>Who sends a fallback.</summary>
internal enum FallbackBy
{
    /// <summary>The vendor of the message itself, as soon as it knows of the failure.</summary>
    Vendor = 0,

    /// <summary>The gateway, when the failure has been reported.</summary>
    Gateway = 1,
}

using Gateway.Platform.OpenApi;

namespace Gateway.Messages;

/// <summary>The order in which messages enter a vendor's queue.</summary>
[SchemaName("Priority")]
internal enum Lane : short
{
    /// <summary>First, with room that nothing else can fill: one-time passwords.</summary>
    High = 0,

    /// <summary>The usual.</summary>
    Normal = 1,

    /// <summary>When nothing else waits: campaigns.</summary>
    Bulk = 2,
}

using Gateway.Messages;

namespace Gateway.Acceptance.Store;

/// <summary>What is to be stored.</summary>
/// <param name="Messages">Without faults.</param>
/// <param name="Answer">What the client gets once they are stored.</param>
internal readonly record struct Intended(IReadOnlyList<NewMessage> Messages, byte[] Answer)
{
    /// <summary>Its idempotency key with its scope; null when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>By which the same request is known.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>What else goes into the transaction of its messages; null for a request of its own.</summary>
    public StoreAlong? Along { get; init; }
}

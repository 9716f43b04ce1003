using Gateway.Platform.Storage;

namespace Gateway.Messages.Search;

/// <summary>What is looked for: whose messages, what was asked, at what moment, and how far back or after which page.</summary>
internal sealed record SearchFilter(Guid AccountId, MessageFilter Asked, DateTimeOffset Now)
{
    /// <summary>
    /// The number asked for, and its hashes, one of which is what is left of it when contents were removed; null when
    /// none is asked for.
    /// </summary>
    public string[]? Recipients { get; init; }

    /// <summary>The message with which the page before ended.</summary>
    public Guid? Cursor { get; init; }

    public IdRange Range => IdRange.All
        .From(Asked.CreatedFrom is { } from ? Partitions.FirstId(from) : null)
        .Until(Asked.CreatedTo is { } to ? Partitions.FirstId(to) : null)
        .Until(Cursor);
}

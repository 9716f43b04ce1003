namespace Gateway.Messages.Sealing;

/// <summary>What people wrote in a message, whether it lay in the open or encrypted. A value, so that reading what lies in the open allocates nothing more.</summary>
internal readonly record struct MessageContent(string? RecipientName, string? Subject, string? Text, string? Metadata, MessageDetails? Details)
{
    /// <summary>It is encrypted with a key that is not there any more, or was tampered with: nothing of it is known.</summary>
    public bool Unreadable { get; init; }

    /// <summary>What stands in its row has another shape than ours: waiting for a key does not help.</summary>
    public bool Damaged { get; init; }
}

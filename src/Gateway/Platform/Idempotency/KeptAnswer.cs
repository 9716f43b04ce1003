namespace Gateway.Platform.Idempotency;

/// <summary>The answer to a request that creates something.</summary>
internal readonly record struct KeptAnswer(int Status, byte[] Body)
{
    /// <summary>Set when the body shows a secret: the id of what it belongs to. Such a body is not kept, and a repetition gets 409 with this id.</summary>
    public Guid? SecretOf { get; init; }
}

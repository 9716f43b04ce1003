namespace Gateway.Webhooks;

/// <summary>Why no answer came, as attempts are stored: <c>kind: words</c>, or the kind alone.</summary>
internal readonly record struct AttemptError(string Kind, string? Detail)
{
    public static AttemptError? Read(string? stored) => stored?.Split(": ", 2) switch
    {
        null => null,
        [var kind, var detail] => new AttemptError(kind, detail),
        var parts => new AttemptError(parts[0], null),
    };
}

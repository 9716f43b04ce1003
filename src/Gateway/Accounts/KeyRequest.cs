using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Accounts;

/// <summary>A key for an account.</summary>
internal sealed record KeyRequest
{
    /// <summary>What it is for, at most 64 characters. Required.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do: <c>messages:send</c>, <c>messages:read</c>, <c>messages:read-pii</c>, <c>files</c>, <c>webhooks</c>, <c>admin</c>. Absent: all but admin; an empty list is refused. Without <c>messages:read-pii</c> recipients' numbers and names are masked (<c>010****1234</c>) in all that the key reads.</summary>
    [Words(typeof(Scope), nameof(Scope.Words))]
    public List<string>? Scopes { get; init; }

    /// <summary>A test key: everything works, and no message reaches a vendor. Default: false.</summary>
    public bool? Test { get; init; }

    /// <summary>When it stops working; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>There are six; naming one twice is no fault.</summary>
    private const int MaxScopes = 20;

    public IEnumerable<Fault> Faults(DateTimeOffset now)
    {
        const int maxName = 64;
        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return new Fault("/name", "required", "Say what the key is for.");
        }
        else if (Name.Length > maxName || Name.Contains('\0'))
        {
            yield return new Fault("/name", "too_long", $"At most {maxName} characters, without U+0000.");
        }

        if (Scopes is { Count: 0 })
        {
            yield return new Fault("/scopes", "required", $"Name at least one scope, or leave scopes out for all but {Scope.Admin}.");
        }

        if (Scopes is { Count: > MaxScopes })
        {
            yield return new Fault("/scopes", "too_many_entries", $"At most {MaxScopes}.");
        }

        for (var i = 0; i < Math.Min(Scopes?.Count ?? 0, MaxScopes); i++)
        {
            if (!Scope.Words.Has(Scopes![i]))
            {
                yield return new Fault($"/scopes/{i}", "unknown_scope", Scope.Words.Expected);
            }
        }

        if (ExpiresAt <= now)
        {
            yield return new Fault("/expiresAt", "out_of_range", "This time has passed.");
        }
    }
}

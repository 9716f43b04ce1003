using System.ComponentModel.DataAnnotations;
using Gateway.Platform.Bodies;

namespace Gateway.Accounts;

/// <summary>A key for an account.</summary>
internal sealed record KeyRequest
{
    /// <summary>What it is for, at most 64 characters. Required.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>What it may do: <c>messages:send</c>, <c>messages:read</c>, <c>messages:read-pii</c>, <c>files</c>, <c>webhooks</c>, <c>admin</c>. Absent: all but admin; an empty list is refused. Without <c>messages:read-pii</c> recipients' numbers and names are masked (<c>010****1234</c>) in all that the key reads.</summary>
    [Words(typeof(Scope), nameof(Scope.Words), As = "Scope")]
    public List<string>? Scopes { get; init; }

    /// <summary>A test key: everything works, and no message reaches a vendor. Default: false.</summary>
    public bool? Test { get; init; }

    /// <summary>
    /// From where it may be used: addresses and networks, up to 100, such as <c>203.0.113.9</c>, <c>203.0.113.0/24</c>
    /// or <c>2001:db8::/32</c>. From elsewhere it is refused with 403 <c>address_not_allowed</c>. Absent: from
    /// everywhere.
    /// </summary>
    public List<string>? AllowedAddresses { get; init; }

    /// <summary>When it stops working; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

using System.Security.Claims;

namespace Gateway.Accounts;

/// <summary>Who calls. The one place from which handlers learn the account that they must filter by.</summary>
internal static class Caller
{
    public const string AccountClaim = "account";
    public const string ScopeClaim = "scope";

    /// <summary>The built-in account.</summary>
    public static readonly Guid DefaultAccount = new("00000000-0000-7000-8000-000000000001");

    /// <summary>The account of the key that was shown. Throws when nobody is authenticated: every route under /v1 requires it.</summary>
    public static Guid AccountId(this ClaimsPrincipal user) =>
        Guid.Parse(user.FindFirstValue(AccountClaim) ?? throw new InvalidOperationException("No account: the route lacks authorization."));
}

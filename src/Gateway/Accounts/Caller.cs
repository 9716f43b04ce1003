using System.Security.Claims;
using Gateway.Platform;
using Gateway.Platform.Logging;

namespace Gateway.Accounts;

/// <summary>Who calls. The one place from which handlers learn the account that they must filter by.</summary>
internal static class Caller
{
    /// <summary>The built-in account. Its <c>admin</c> keys manage the whole installation.</summary>
    public static readonly Guid DefaultAccount = new("00000000-0000-7000-8000-000000000001");

    /// <summary>The account of the key that was shown. Throws when nobody is authenticated: every route under /v1 requires it.</summary>
    public static Guid AccountId(this ClaimsPrincipal user) => user.Key().AccountId;

    /// <summary>The key that was shown, with what its account may do.</summary>
    public static KnownKey Key(this ClaimsPrincipal user) => (user as Principal)?.Key ?? throw new InvalidOperationException("No account: the route lacks authorization.");

    public static ClaimsPrincipal Create(KnownKey key) => new Principal(key);

    // Named, because ASP.NET's tokens against forged forms are bound to the name of who is signed in.
    private sealed class Principal(KnownKey key) : ClaimsPrincipal(new ClaimsIdentity(ClaimsOf(key), "ApiKey"))
    {
        public KnownKey Key => key;

        private static IEnumerable<Claim> ClaimsOf(KnownKey key)
        {
            yield return new Claim(ClaimTypes.NameIdentifier, key.KeyId?.ToString() ?? "Gateway:AdminKey");
            yield return new Claim(RequestLog.AccountClaim, key.AccountId.ToString());
            if (key.ReadsPii)
            {
                yield return new Claim(Mask.Lifted, Mask.Lifted);
            }
        }
    }
}

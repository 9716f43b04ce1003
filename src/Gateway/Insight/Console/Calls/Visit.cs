using System.Net;
using System.Security.Claims;
using Gateway.Accounts;
using Gateway.Platform.Logging;

namespace Gateway.Insight.Console.Calls;

/// <summary>A browser that is signed in, as one request of it has shown.</summary>
/// <param name="Secret">The key itself. It stays in this process.</param>
/// <param name="Key">What it may do, at the time of the request.</param>
/// <param name="Until">When the sign-in ends.</param>
/// <param name="Look">Language and colours.</param>
/// <param name="Address">The browser's.</param>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">By which name the browser called.</param>
internal sealed record Visit(
    string Secret, KnownKey Key, DateTimeOffset Until, ConsoleLook Look, IPAddress? Address, string Scheme,
    HostString Host)
{
    /// <summary>As ASP.NET carries it from a request to the pages: it knows people, and nothing of keys.</summary>
    public ClaimsPrincipal Principal { get => field ??= new ClaimsPrincipal(new Identity(this)); }

    /// <summary>Without the key, wherever it may be written.</summary>
    public override string ToString() => $"Visit with key {Key.KeyId}";

    /// <summary>Null: nobody who is signed in.</summary>
    public static Visit? Of(ClaimsPrincipal user) => user.Identities.OfType<Identity>().FirstOrDefault()?.Visit;

    private sealed class Identity(Visit visit) : ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, visit.Key.KeyId?.ToString() ?? "Gateway:AdminKey"),
            new Claim(RequestLog.AccountClaim, visit.Key.AccountId.ToString()),
        ],
        "Console")
    {
        public Visit Visit => visit;
    }
}

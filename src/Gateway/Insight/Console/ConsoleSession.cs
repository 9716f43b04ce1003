using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Accounts;
using Gateway.Insight.Console.Calls;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Insight.Console;

/// <summary>
/// Who is signed in: the key itself stands in a cookie, encrypted with the protection keys of the state database, so that every node can read it, also after a restart. The key is looked up with each request, so a revoked
/// one is out within five seconds. A hash would not do instead: who reads the state database knows the hashes of all keys, and could make a cookie of one.
/// </summary>
internal sealed class ConsoleSession(AdmitCaller keys, IDataProtectionProvider protection, TimeProvider time)
{
    public const string Cookie = "gateway-console";

    private const string Purpose = "console.session";

    /// <summary>Promised: signed in for eight hours, however busy.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(8);

    /// <summary>Made when it is first needed: the protection keys lie in a database that may not be there yet.</summary>
    private readonly Lazy<IDataProtector> _protector = new(() => protection.CreateProtector(Purpose));

    /// <summary>The key that this request was found to be signed in with; null before the guard has looked, and for nobody.</summary>
    public static KnownKey? Of(HttpContext context) => VisitOf(context)?.Key;

    /// <summary>The same with all that its pages need to know.</summary>
    public static Visit? VisitOf(HttpContext context) => context.Features.Get<SignedIn>()?.Visit;

    /// <summary>
    /// Null: no cookie, one that is not ours or too old, or a key that no longer counts, or not from here.
    /// </summary>
    public async Task<KnownKey?> FindAsync(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } cookie || Open(cookie) is not { } opened
            || await keys.FindAsync(opened.Key, context.RequestAborted) is not { } known || !known.MayBeUsedFrom(context))
        {
            return null;
        }

        var request = context.Request;
        context.Features.Set(new SignedIn(new Visit(
            opened.Key,
            known,
            opened.Until,
            ConsoleLook.Of(request),
            context.Connection.RemoteIpAddress,
            request.Scheme,
            request.Host)));
        return known;
    }

    public void Begin(HttpContext context, string key)
    {
        var plain = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(key)];
        BinaryPrimitives.WriteInt64BigEndian(plain, (time.GetUtcNow() + Lasts).ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(key, plain.AsSpan(sizeof(long)));
        context.Response.Cookies.Append(Cookie, WebEncoders.Base64UrlEncode(_protector.Value.Protect(plain)), Flags(context, Lasts));
    }

    public void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, Flags(context, null));

    private (string Key, DateTimeOffset Until)? Open(string cookie)
    {
        byte[] plain;
        try
        {
            plain = _protector.Value.Unprotect(WebEncoders.Base64UrlDecode(cookie));
        }
        catch (Exception notOurs) when (notOurs is CryptographicException or FormatException)
        {
            return null;
        }

        return plain.Length > sizeof(long)
            && DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(plain)) is var until
            && until > time.GetUtcNow()
                ? (Encoding.UTF8.GetString(plain.AsSpan(sizeof(long))), until)
                : null;
    }

    private static CookieOptions Flags(HttpContext context, TimeSpan? lasts) => new()
    {
        Path = ConsoleModule.Root,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        MaxAge = lasts,
    };

    private sealed record SignedIn(Visit Visit);
}

using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Accounts;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c>. Keys are compared by their SHA-256 in constant time.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<GatewayOptions> gateway, FindKey keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    private readonly byte[]? _adminHash = string.IsNullOrEmpty(gateway.Value.AdminKey) ? null : KeySecret.Hash(gateway.Value.AdminKey);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Health and documents are for everybody, also while the database that knows the keys is away.
        var header = Request.Path.StartsWithSegments("/v1") ? Request.Headers.Authorization.ToString() : "";
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var key = header[Prefix.Length..].Trim();
        var known = await keys.FindAsync(key, Context.RequestAborted) ?? (IsAdmin(key) ? await keys.DefaultAsync(Context.RequestAborted) : null);
        return known is null
            ? AuthenticateResult.Fail("unknown key")
            : AuthenticateResult.Success(new AuthenticationTicket(known.Principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ProblemResult(ErrorCode.Unauthorized, "Send your key as: Authorization: Bearer <key>").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new ProblemResult(ErrorCode.Forbidden).ExecuteAsync(Context);

    private bool IsAdmin(string key) => _adminHash is not null && CryptographicOperations.FixedTimeEquals(KeySecret.Hash(key), _adminHash);
}

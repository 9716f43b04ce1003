using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Gateway.Accounts;

/// <summary><c>Authorization: Bearer &lt;key&gt;</c>. Keys are compared by their SHA-256 in constant time.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<GatewayOptions> gateway)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    private static readonly ClaimsPrincipal AdminOfDefault = new(new ClaimsIdentity(
        Accounts.Scope.All.Select(scope => new Claim(Caller.ScopeClaim, scope)).Append(new Claim(Caller.AccountClaim, Caller.DefaultAccount.ToString())),
        SchemeName));

    private readonly byte[]? _adminHash = string.IsNullOrEmpty(gateway.Value.AdminKey) ? null : Hash(gateway.Value.AdminKey);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var known = _adminHash is not null && CryptographicOperations.FixedTimeEquals(Hash(header[Prefix.Length..].Trim()), _adminHash);
        return Task.FromResult(known
            ? AuthenticateResult.Success(new AuthenticationTicket(AdminOfDefault, SchemeName))
            : AuthenticateResult.Fail("unknown key"));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ProblemResult(ErrorCode.Unauthorized, "Send your key as: Authorization: Bearer <key>").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => new ProblemResult(ErrorCode.Forbidden).ExecuteAsync(Context);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

using Microsoft.AspNetCore.Authentication;

namespace Gateway.Accounts;

internal static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Scope.All)
        {
            authorization.AddPolicy(scope, policy => policy.RequireClaim(Caller.ScopeClaim, scope));
        }

        return services;
    }
}

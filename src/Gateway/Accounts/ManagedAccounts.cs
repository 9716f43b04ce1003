using FluentValidation;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary>Whose lists a key may touch.</summary>
internal static class ManagedAccounts
{
    /// <summary>What all say of an account that is not there, or is not the caller's.</summary>
    public static Fault Unknown(string pointer) => new(pointer, "unknown_account", "There is no account with this id.");

    /// <summary>Its own; those of others only as an administrator of the installation.</summary>
    public static async Task<bool> MayAsync(GatewayDb db, HttpContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var own = context.User.AccountId();
        return accountId == own || (own == Caller.DefaultAccount && await db.Set<Account>().AnyAsync(account => account.Id == accountId, cancellationToken));
    }

    /// <summary>Absent is the caller's own. Validators are made once, so the database comes from the request.</summary>
    public static IRuleBuilderOptions<T, Guid?> OneThatMayBeManaged<T>(this IRuleBuilder<T, Guid?> rule)
    {
        var unknown = Unknown("");
        return rule
            .MustAsync(async (_, id, context, cancellationToken) => id is not { } accountId || await MayAsync(context.Around().Http, accountId, cancellationToken))
            .Fault(unknown.Code, unknown.Detail);
    }

    private static Task<bool> MayAsync(HttpContext context, Guid accountId, CancellationToken cancellationToken) =>
        MayAsync(context.RequestServices.GetRequiredService<GatewayDb>(), context, accountId, cancellationToken);
}

using System.Text.Json;
using Gateway.Accounts.Addresses;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Accounts;

/// <summary><c>PATCH /v1/accounts/{id}/keys/{keyId}</c>: its name, and from where it may be used.</summary>
internal sealed class ChangeKey(GatewayDb db, ChangeKeyRequestValidator validator, FindKey keys, TimeProvider time)
{
    private const int MaxBodyBytes = 64 * 1024;

    public async Task<IResult> HandleAsync(
        HttpContext context, Guid accountId, Guid keyId, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, AccountJson.Strict.ChangeKeyRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { } request)
        {
            return body.Refusal;
        }

        var own = context.User.AccountId();
        var found = own == Caller.DefaultAccount || own == accountId
            ? await db.Set<ApiKey>().AsTracking()
                .SingleOrDefaultAsync(key => key.Id == keyId && key.AccountId == accountId, cancellationToken)
            : null;
        if (found is null)
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no key with this id.");
        }

        found.Name = request.Name ?? found.Name;
        found.AllowedAddresses = request.HasAllowedAddresses
            ? AllowedAddresses.Texts(request.AllowedAddresses)
            : found.AllowedAddresses;
        var allowed = AllowedAddresses.Of(found.AllowedAddresses);
        if (keyId == context.User.Key().KeyId && allowed?.Contains(context.Connection.RemoteIpAddress) == false)
        {
            return ProblemResult.Invalid(
            [
                new Fault(
                    "/allowedAddresses",
                    "locks_you_out",
                    $"You use this key from {AllowedAddresses.Seen(context)}, which is not in the list: you could not "
                    + "undo it. Add it, or use another key."),
            ]);
        }

        if (db.Entry(found).State == EntityState.Modified)
        {
            var detail = JsonSerializer.Serialize(KeyView.From(found), AccountJson.Strict.KeyView);
            db.Add(AuditEntry.Of(context.User.Key(), "key.changed", keyId, detail, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
        }

        keys.Forget();
        return Results.Json(KeyView.From(found).For(context.User.Key()), AccountJson.Strict.KeyView);
    }
}

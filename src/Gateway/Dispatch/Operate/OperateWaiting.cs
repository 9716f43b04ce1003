using System.Text.Json;
using Gateway.Accounts;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Gateway.Platform.Vendors;

namespace Gateway.Dispatch.Operate;

/// <summary>
/// What an operator does with everything that waits in the gateway for one vendor, of all accounts:
/// <c>POST /v1/vendors/{name}/cancel-waiting</c>, <c>/move-waiting</c> and <c>/expire-waiting</c>. Rows in the
/// agent's table stay.
/// </summary>
internal sealed class OperateWaiting(
    VendorTable vendors, ChangeWaiting waiting, MoveWaitingValidator validator, GatewayDb db, TimeProvider time)
{
    private const int MaxBodyBytes = 4 * 1024;

    private static ProblemResult NotFound => new(ErrorCode.NotFound, "No vendor of this name is configured.");

    public Task<IResult> CancelAsync(HttpContext context, string name, CancellationToken cancellationToken) =>
        ChangeAsync(context, name, "vendor.waiting_canceled", waiting.CancelAsync, cancellationToken);

    public Task<IResult> ExpireAsync(HttpContext context, string name, CancellationToken cancellationToken) =>
        ChangeAsync(context, name, "vendor.waiting_expired", waiting.ExpireAsync, cancellationToken);

    public async Task<IResult> MoveAsync(HttpContext context, string name, CancellationToken cancellationToken)
    {
        var read = await BodyReader.ReadAsync(context, WaitingJson.Strict.MoveWaitingRequest, MaxBodyBytes);
        var body = await read.CheckAsync(validator, context);
        if (body.Request is not { Vendor: { } wanted })
        {
            return body.Refusal;
        }

        if (vendors.Find(name) is not { } from)
        {
            return NotFound;
        }

        if (vendors.Find(wanted) is not { } to || to == from)
        {
            return ProblemResult.Invalid(
                [new Fault("/vendor", "unknown_vendor", "The name of another vendor in the settings.")]);
        }

        return await ChangeAsync(
            context,
            name,
            "vendor.waiting_moved",
            (vendor, token) => waiting.MoveAsync(vendor, to, token),
            cancellationToken);
    }

    private async Task<IResult> ChangeAsync(
        HttpContext context,
        string name,
        string action,
        Func<Vendor, CancellationToken, Task<WaitingChange>> change,
        CancellationToken cancellationToken)
    {
        if (vendors.Find(name) is not { } vendor)
        {
            return NotFound;
        }

        var changed = await change(vendor, cancellationToken);
        var detail = JsonSerializer.Serialize(changed, WaitingJson.Strict.WaitingChange);
        db.Add(AuditEntry.Of(context.User.Key(), action, vendor.Name, detail, time.GetUtcNow()));
        await db.SaveChangesAsync(CancellationToken.None);
        return Results.Json(changed, WaitingJson.Strict.WaitingChange);
    }
}

using System.Globalization;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;
using Gateway.Platform.Storage;
using Gateway.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Acceptance.Templates;

/// <summary><c>GET /v1/templates</c> and <c>GET /v1/templates/{id}</c>.</summary>
internal sealed class ReadTemplates(GatewayDb db)
{
    /// <summary>Which templates a list shows.</summary>
    internal readonly record struct Filter(string? Name, string? Channel, Guid? AccountId);

    public async Task<IResult> ListAsync(
        HttpContext context, Filter filter, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        Page.Read(limit?.ToString(CultureInfo.InvariantCulture), cursor, faults, out var page);
        if (faults.Count > 0)
        {
            return ProblemResult.Malformed(faults);
        }

        var channel = ClosedSet.Of<Channel>().Find(filter.Channel); // The route takes channels alone.

        var accountId = filter.AccountId ?? context.User.AccountId();
        if (!await ManagedAccounts.MayAsync(db, context, accountId, cancellationToken))
        {
            return new ProblemResult(ErrorCode.NotFound, "There is no account with this id.");
        }

        var name = Composed.Of(filter.Name);
        var found = await page.Of(db.Set<MessageTemplate>()
            .Where(template => template.AccountId == accountId
                && (name == null || template.Name == name)
                && (channel == null || template.Channel == channel)
                && (page.Before == null || template.Id < page.Before))
            .OrderByDescending(template => template.Id)).ToListAsync(cancellationToken);
        var (items, next) = page.Cut(found, template => template.Id);
        var caller = context.User.Key();
        return Results.Json(
            new TemplateList([.. items.Select(TemplateView.From).Select(view => view.For(caller))], next),
            TemplateJson.Strict.TemplateList);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await Visible(db, context).SingleOrDefaultAsync(template => template.Id == id, cancellationToken) is { } found
            ? Results.Json(TemplateView.From(found).For(context.User.Key()), TemplateJson.Strict.TemplateView)
            : TemplateChange.NotFound;

    /// <summary>Whose template it is; null when the caller has none with this id.</summary>
    public static async Task<Guid?> AccountOfAsync(
        GatewayDb db, HttpContext context, Guid id, CancellationToken cancellationToken) =>
        await Visible(db, context).Where(template => template.Id == id)
            .Select(template => (Guid?)template.AccountId).SingleOrDefaultAsync(cancellationToken);

    private static IQueryable<MessageTemplate> Visible(GatewayDb db, HttpContext context)
    {
        var own = context.User.AccountId();
        return db.Set<MessageTemplate>().Where(template => own == Caller.DefaultAccount || template.AccountId == own);
    }
}

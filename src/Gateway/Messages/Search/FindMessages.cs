using Gateway.Accounts;
using Gateway.Messages.Retention;
using Gateway.Platform;

namespace Gateway.Messages.Search;

/// <summary>A page of messages, newest first.</summary>
internal sealed record MessageList(IReadOnlyList<MessageView> Items, string? NextCursor);

/// <summary>
/// <c>GET /v1/messages</c>. Ids are ordered by time, so the newest first are the greatest first, and a range of
/// creation times is a range of ids.
/// </summary>
internal sealed class FindMessages(
    FindPage pages, ExportMessages export, RenderMessage render, NumberHash hash, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var isFile = context.Request.WantsCsv();
        context.Response.Headers.Vary = "Accept, Accept-Language";
        if (MessageFilter.Read(context, isFile, out var asked, out var page) is { } refused)
        {
            return refused;
        }

        var accountId = context.User.AccountId();
        var filter = new SearchFilter(accountId, asked, time.GetUtcNow())
        {
            Recipients = asked.To is { } to ? [to, .. await hash.AllOfAsync(accountId, to, cancellationToken)] : null,
            Cursor = page.Before,
        };
        return isFile
            ? export.Of(context, filter)
            : await PageAsync(context.User.Key(), filter, page, cancellationToken);
    }

    private async Task<IResult> PageAsync(
        KnownKey key, SearchFilter filter, Page page, CancellationToken cancellationToken)
    {
        var found = await pages.NewestAsync(filter, page.Size + 1, cancellationToken);
        var (rows, next) = page.Cut(found, static row => row.Message.Id);
        MessageView[] items = [.. rows.Select(row => render.Now(row.Message, row.Inflight).For(key))];
        return Results.Json(new MessageList(items, next), MessageJson.Strict.MessageList);
    }
}

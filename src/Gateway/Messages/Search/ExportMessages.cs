using System.Text;
using Gateway.Accounts;
using Gateway.Platform;
using Gateway.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Gateway.Messages.Search;

/// <summary>
/// <c>GET /v1/messages</c> with <c>Accept: text/csv</c>: everything that the filters find, newest first. It is read
/// page by page, each in a short snapshot of its own behind the last message of the page before; while a page is on its
/// way to the client, no connection to the state database is held. So a slow client holds nothing up, and a file of any
/// length takes the memory of one page.
/// </summary>
internal sealed class ExportMessages(
    FindPage pages, RenderMessage render, IOptions<GatewayOptions> gateway, TimeProvider time)
{
    /// <summary>Messages that are read at once: enough that the way to the database does not count.</summary>
    private const int PageSize = 1000;

    private const string Name = "messages.csv";

    public IResult Of(HttpContext context, SearchFilter filter)
    {
        var isKorean = context.AnswersInKorean();
        context.Response.Headers.ContentLanguage = isKorean ? "ko" : "en";
        var file = new MessageFile(TimeZoneInfo.FindSystemTimeZoneById(gateway.Value.TimeZone), isKorean);
        var key = context.User.Key();
        return new StreamedCsv(Name, marked: true, (writer, gone) => WriteAsync(writer, file, key, filter, gone));
    }

    private async Task WriteAsync(
        StreamWriter writer, MessageFile file, KnownKey key, SearchFilter filter, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        file.AddHeader(text);
        List<FoundMessage> page;
        do
        {
            page = await pages.NewestAsync(filter, PageSize, cancellationToken);
            foreach (var row in page)
            {
                file.AddRecord(text, render.Now(row.Message, row.Inflight).For(key));
            }

            await writer.WriteAsync(text, cancellationToken);
            text.Clear();
            filter = filter with { Cursor = page.Count == 0 ? null : page[^1].Message.Id, Now = time.GetUtcNow() };
        }
        while (page.Count == PageSize);
    }
}

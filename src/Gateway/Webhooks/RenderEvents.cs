using System.Buffers;
using System.Text.Json;
using Gateway.Messages;
using Gateway.Platform;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Webhooks;

/// <summary>An event in the form in which clients get it, with the trace of the request that its message came with.</summary>
internal sealed record RenderedEvent(byte[] Body, byte[]? Trace);

/// <summary>
/// Makes the body that clients see of events: those of a message from its record, as it was at that moment; all others from the data that stands in the event.
/// </summary>
internal sealed class RenderEvents(IServiceScopeFactory scopes, RenderMessage render)
{
    /// <summary>One body for each event that exists, however many are asked for, with one look at the database. <paramref name="masked"/>: without whole numbers and names of people.</summary>
    public async Task<IReadOnlyDictionary<Guid, RenderedEvent>> RenderAsync(IReadOnlyList<Guid> eventIds, bool masked, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var found = await (
            from happened in db.Set<MessageEvent>()
            where eventIds.Contains(happened.Id)
            join record in db.Set<Message>() on happened.MessageId equals record.Id into records
            from message in records.DefaultIfEmpty()
            join row in db.Set<InflightMessage>() on happened.MessageId equals row.MessageId into rows
            from inflight in rows.DefaultIfEmpty()
            select new { happened, message, inflight }).ToListAsync(cancellationToken);
        return found.ToDictionary(row => row.happened.Id, row => new RenderedEvent(Body(row.happened, row.message, row.inflight, masked), row.message?.Trace));
    }

    private byte[] Body(MessageEvent happened, Message? message, InflightMessage? inflight, bool masked)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WebhookJson.Strict.Options.Encoder, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("type", happened.Type.Name());
        writer.WritePropertyName("timestamp");
        JsonSerializer.Serialize(writer, happened.OccurredAt, WebhookJson.Strict.DateTimeOffset);
        writer.WritePropertyName("data");
        if (happened.Data is { } data)
        {
            WriteData(writer, data, masked);
        }
        else if (message is not null)
        {
            var view = render.AsOf(message, RenderMessage.StatusAt(happened.Type, message), happened.OccurredAt, inflight);
            JsonSerializer.Serialize(writer, masked ? view.Masked() : view, WebhookJson.Strict.MessageView);
        }
        else
        {
            // Its record was dropped with its month. The event still says that something happened, and to what.
            writer.WriteStartObject();
            writer.WriteString("id", happened.MessageId.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteData(Utf8JsonWriter writer, string data, bool masked)
    {
        if (masked)
        {
            Mask.Json(data)?.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(data);
        }
    }
}

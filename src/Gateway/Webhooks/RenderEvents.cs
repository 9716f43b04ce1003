using System.Buffers;
using System.Text.Json;
using Gateway.Messages;
using Gateway.Messages.Received;
using Gateway.Platform;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Webhooks;

/// <summary>An event in the form in which clients get it, with the trace of the request that its message came with.</summary>
/// <param name="Body">JSON.</param>
/// <param name="Trace">Null when nobody recorded it.</param>
/// <param name="IsDamaged">Its row cannot be understood; the body says only which one it is.</param>
/// <param name="Type">Its name.</param>
internal sealed record RenderedEvent(byte[] Body, byte[]? Trace, string Type, bool IsDamaged = false);

/// <summary>
/// Makes the body that clients see of events: those of a message from its record, as it was at that moment; all others from the data that stands in the event.
/// </summary>
internal sealed class RenderEvents(
    IServiceScopeFactory scopes, RenderMessage render, SealReceived received, DamagedRows damaged)
{
    /// <summary>
    /// One body for each event that exists, however many are asked for. <paramref name="masked"/>: without whole
    /// numbers and names of people.
    /// </summary>
    /// <remarks>
    /// One table after the other: to plan a join over all months of two of them takes PostgreSQL 8 ms, for one event
    /// too. What is in flight is read before the records: a message that is not there any more has its end in its record.
    /// </remarks>
    public async Task<IReadOnlyDictionary<Guid, RenderedEvent>> RenderAsync(
        IReadOnlyList<Guid> eventIds, bool masked, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var found = await db.Set<MessageEvent>().Where(happened => eventIds.Contains(happened.Id))
            .ToListAsync(cancellationToken);
        var onTheirWay = MessagesOf(found, static type => type == EventType.MessageSending);
        var rows = onTheirWay.Count == 0 ? [] : await db.Set<InflightMessage>()
            .Where(row => onTheirWay.Contains(row.MessageId))
            .ToDictionaryAsync(row => row.MessageId, cancellationToken);
        var all = MessagesOf(found, static _ => true);
        var messages = all.Count == 0 ? [] : await db.Set<Message>()
            .Where(message => all.Contains(message.Id)).ToDictionaryAsync(message => message.Id, cancellationToken);
        var cameIn = MessagesOf(found, static type => type == EventType.MessageReceived);
        var texts = cameIn.Count == 0 ? [] : await db.Set<ReceivedMessage>()
            .Where(text => cameIn.Contains(text.Id)).ToDictionaryAsync(text => text.Id, cancellationToken);
        return found.ToDictionary(
            static happened => happened.Id, happened => Render(happened, SubjectOf(happened), masked));

        Subject SubjectOf(MessageEvent happened) => happened.MessageId is { } id
            ? new Subject(messages.GetValueOrDefault(id), rows.GetValueOrDefault(id), texts.GetValueOrDefault(id))
            : new Subject(null, null, null);
    }

    /// <summary>What events of some types are about, each once.</summary>
    private static List<Guid> MessagesOf(IEnumerable<MessageEvent> events, Func<EventType, bool> isOf) =>
        [.. events.Where(happened => happened.MessageId is not null && isOf(happened.Type))
            .Select(static happened => happened.MessageId!.Value).Distinct()]; // Filtered.

    /// <summary>The border around each event: one that cannot be read must not stop the others.</summary>
    private RenderedEvent Render(MessageEvent happened, Subject of, bool masked)
    {
        try
        {
            if (happened.Type.IsKnown())
            {
                return new RenderedEvent(Body(happened, of, masked), of.Message?.Trace, happened.Type.Name());
            }

            damaged.Tell("event", EventName.Of(happened.Id), "its type means nothing.");
        }
        catch (Exception fault) when (!UnhandledExceptionHandler.IsStorageFault(fault))
        {
            damaged.Tell("event", EventName.Of(happened.Id), fault);
        }

        return new RenderedEvent(DamagedBody(happened), of.Message?.Trace, happened.Type.Name(), IsDamaged: true);
    }

    private static byte[] DamagedBody(MessageEvent happened)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type", happened.Type.Name());
        writer.WritePropertyName("timestamp");
        JsonSerializer.Serialize(writer, happened.OccurredAt, WebhookJson.Strict.DateTimeOffset);
        writer.WriteStartObject("data");
        writer.WriteString("id", happened.MessageId?.ToString());
        writer.WriteBoolean("damaged", true);
        writer.WriteEndObject();
        writer.WriteBoolean("incomplete", true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private byte[] Body(MessageEvent happened, Subject of, bool masked)
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
        else if (of.Message is { } message)
        {
            var view = render.AsOf(message, happened.Type, happened.OccurredAt, of.Inflight);
            JsonSerializer.Serialize(writer, masked ? view.Masked() : view, WebhookJson.Strict.MessageView);
        }
        else if (of.Received is { } text)
        {
            var view = received.View(text);
            JsonSerializer.Serialize(writer, masked ? view.Masked() : view, ReceivedJson.Readable.ReceivedMessageView);
        }
        else
        {
            // Its record was dropped with its month. The event still says that something happened, and to what.
            writer.WriteStartObject();
            writer.WriteString("id", happened.MessageId.ToString());
            writer.WriteEndObject();
            writer.WriteBoolean("incomplete", true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What an event without data of its own is about.</summary>
    private sealed record Subject(Message? Message, InflightMessage? Inflight, ReceivedMessage? Received);

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

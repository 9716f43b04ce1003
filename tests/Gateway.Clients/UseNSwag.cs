using System.Text;
using Gateway.Clients.NSwag;
using Newtonsoft.Json.Linq;

namespace Gateway.Clients;

/// <summary>The client that NSwag makes.</summary>
internal static class UseNSwag
{
    public static async Task RunAsync(HttpClient http)
    {
        var api = new GatewayClient(http);
        var sent = await api.SendMessageAsync(
            new SendMessageRequest
            {
                Channel = Channel.Sms,
                From = "15777985",
                To = [new Recipient { Phone = "010-1234-1234" }],
                Text = "안녕하세요",
                Priority = Priority.High,
            },
            idempotency_Key: $"nswag-{Guid.NewGuid()}");
        var id = sent.Messages.Single().Id;
        Console.WriteLine($"sent {sent.Messages.Count}");

        var delivered = await Until.SeenAsync(async () =>
            await api.GetMessageAsync(id) is { Status: MessageStatus.Delivered } message ? message : null);
        Console.WriteLine($"{delivered.Status} result={delivered.Result?.Name} fallback={delivered.Fallback?.State.ToString() ?? "none"} kakao={delivered.Kakao?.SenderKey ?? "none"}");

        try
        {
            await api.SendMessageAsync(new SendMessageRequest { Channel = Channel.Sms, From = "15777985", To = [new Recipient { Phone = "010-1" }], Text = "x" });
        }
        catch (ApiException<Problem> refused)
        {
            Console.WriteLine($"refused {refused.StatusCode} {refused.Result.Code} {string.Join(",", refused.Result.Errors!.Select(fault => $"{fault.Pointer} {fault.Code}"))}");
        }

        var listed = await api.ListMessagesAsync(limit: 1);
        Console.WriteLine($"listed {listed.Items.Count} {listed.Items.First().ScheduledAt is null}");

        var hook = await api.CreateWebhookAsync(new CreateWebhookRequest
        {
            Url = "https://example.com/nswag",
            Events = [EventPattern.Message__, EventPattern.Batch_completed],
        });
        Console.WriteLine($"webhook {hook.Status} {hook.Secret?.StartsWith("whsec_", StringComparison.Ordinal)}");

        var pdf = new MemoryStream(Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"));
        var file = await api.UploadFileAsync(file: new FileParameter(pdf, "주문.pdf", "application/pdf"));
        Console.WriteLine($"file {string.Join(",", file.UsableFor)} {file.Width is null}");

        var batch = await api.SendBatchAsync(new BatchRequest
        {
            Name = "봄",
            Defaults = new MessageDefaults { Channel = Channel.Sms, From = "15777985" },
            Messages = [new SendMessageRequest { To = [new Recipient { Phone = "01012341235" }], Text = "하나" }],
        });
        Console.WriteLine($"batch {batch.Accepted}");

        // NSwag has no type for "one of": what an event is, and its data, stand among its further fields.
        var completed = await Until.SeenAsync(async () => (await api.ListEventsAsync(limit: 200)).Items
            .Select(happened => happened.AdditionalProperties)
            .FirstOrDefault(happened => happened["type"] is "batch.completed"));
        Console.WriteLine($"batch.completed {((JObject)completed["data"]).ToObject<Batch>()!.Accepted}");

        var vendors = await api.ListVendorsAsync();
        Console.WriteLine($"vendors {vendors.Items.Count(vendor => vendor.Heartbeat is null)}");
    }
}

using System.Text;
using Gateway.Clients.Kiota;
using Gateway.Clients.Kiota.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Gateway.Clients;

/// <summary>The client that Kiota makes.</summary>
internal static class UseKiota
{
    public static async Task RunAsync(HttpClient http)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = http.BaseAddress!.ToString().TrimEnd('/'),
        };
        var api = new GatewayClient(adapter);
        var sent = await api.V1.Messages.PostAsync(
            new SendMessageRequest
            {
                Channel = Channel.Sms,
                From = "15777985",
                To = new SendMessageRequest.SendMessageRequest_to { String = "010-1234-1234" },
                Text = "안녕하세요",
                Priority = Priority.High,
            },
            request => request.Headers.Add("Idempotency-Key", $"kiota-{Guid.NewGuid()}"));
        var id = sent!.Messages!.Single().Id!.Value;
        Console.WriteLine($"sent {sent.Messages!.Count}");

        var delivered = await Until.SeenAsync(async () =>
            await api.V1.Messages[id].GetAsync() is { Status: MessageStatus.Delivered } message ? message : null);
        Console.WriteLine($"{delivered.Status} result={delivered.Result?.Name} fallback={delivered.Fallback?.State?.ToString() ?? "none"} kakao={delivered.Kakao?.SenderKey ?? "none"}");

        try
        {
            await api.V1.Messages.PostAsync(new SendMessageRequest
            {
                Channel = Channel.Sms,
                From = "15777985",
                To = new SendMessageRequest.SendMessageRequest_to { String = "010-1" },
                Text = "x",
            });
        }
        catch (Problem refused)
        {
            Console.WriteLine($"refused {refused.ResponseStatusCode} {refused.Code} {string.Join(",", refused.Errors!.Select(fault => $"{fault.Pointer} {fault.Code}"))}");
        }

        var listed = await api.V1.Messages.GetAsync(request => request.QueryParameters.Limit = 1);
        Console.WriteLine($"listed {listed!.Items!.Count} {listed.Items[0].ScheduledAt is null}");

        var hook = await api.V1.Webhooks.PostAsync(new CreateWebhookRequest
        {
            Url = "https://example.com/kiota",
            Events = [EventPattern.Message, EventPattern.BatchCompleted],
        });
        Console.WriteLine($"webhook {hook!.Status} {hook.Secret?.StartsWith("whsec_", StringComparison.Ordinal)}");

        var form = new MultipartBody { RequestAdapter = adapter };
        form.AddOrReplacePart(
            "file",
            "application/pdf",
            new MemoryStream(Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")),
            "order.pdf");
        var file = await api.V1.Files.PostAsync(form);
        Console.WriteLine($"file {string.Join(",", file!.UsableFor!)} {file.Width is null}");

        var batch = await api.V1.Batches.PostAsync(new BatchRequest
        {
            Name = "봄",
            Defaults = new MessageDefaults { Channel = Channel.Sms, From = "15777985" },
            Messages = [new SendMessageRequest { To = new SendMessageRequest.SendMessageRequest_to { String = "01012341235" }, Text = "하나" }],
        });
        Console.WriteLine($"batch {batch!.Accepted}");

        var completed = await Until.SeenAsync(async () =>
            (await api.V1.Events.GetAsync(request => request.QueryParameters.Limit = 200))!.Items!
                .Select(happened => happened.BatchCompletedEvent)
                .FirstOrDefault(happened => happened?.Type == "batch.completed"));
        Console.WriteLine($"batch.completed {completed.Data!.Accepted}");

        var vendors = await api.V1.Vendors.GetAsync();
        Console.WriteLine($"vendors {vendors!.Items!.Count(vendor => vendor.Heartbeat is null)}");
    }
}

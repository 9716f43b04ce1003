using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace Gateway.Webhooks;

/// <summary>One claimed delivery with everything that is needed to send it.</summary>
internal sealed record PendingDelivery(Guid Id, Guid WebhookId, Guid EventId, short Attempt, string Url, byte[] Key);

/// <summary>Makes one attempt: signs anew, posts, reads the beginning of the answer. Never throws for what a receiver does.</summary>
internal sealed class PostEvent(IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider time)
{
    public const string Client = "webhooks";

    /// <summary>A receiver that sends gigabytes is read no further than this.</summary>
    private const int MaxAnswerBytes = 2048;

    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    public async Task<DeliveryOutcome> SendAsync(PendingDelivery delivery, byte[] body, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            using var request = Request(delivery, body, at);
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            var outcome = Outcome(delivery, at, started) with { StatusCode = (int)response.StatusCode, RetryAfter = RetryAfter(response, at) };
            return outcome with { Answer = await ReadAsync(response, stop.Token), Duration = time.GetElapsedTime(started) };
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome(delivery, at, started) with { Error = Describe(fault) };
        }
    }

    private static HttpRequestMessage Request(PendingDelivery delivery, byte[] body, DateTimeOffset at)
    {
        var id = "evt_" + delivery.EventId.ToString("N");
        var timestamp = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", SigningSecret.Sign(delivery.Key, id, timestamp, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "gateway-webhooks/1");
        return request;
    }

    private DeliveryOutcome Outcome(PendingDelivery delivery, DateTimeOffset at, long started) => new()
    {
        DeliveryId = delivery.Id,
        WebhookId = delivery.WebhookId,
        Attempt = delivery.Attempt,
        At = at,
        Duration = time.GetElapsedTime(started),
    };

    private static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read == 0 ? null : Encoding.UTF8.GetString(buffer, 0, read).Replace("\0", "", StringComparison.Ordinal);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        (int)response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            ? response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - now
            : null;

    private static string Describe(Exception fault) => fault switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException { InnerException: AddressRefusedException refused } => "address: " + refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "dns: " + fault.Message,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } } => "dns: " + fault.Message,
        HttpRequestException { InnerException: AuthenticationException } => "tls: " + fault.InnerException!.Message,
        _ => "connection: " + fault.GetBaseException().Message,
    };
}

using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Gateway.Platform.Telemetry;
using Microsoft.Extensions.Options;

namespace Gateway.Webhooks.Sending;

/// <summary>
/// Makes one attempt: signs anew, posts, reads the beginning of the answer. Never throws for what a receiver does.
/// </summary>
internal sealed class PostEvent(
    PublicAddress address,
    IMeterFactory meters,
    IOptions<WebhookOptions> options,
    GatewayTelemetry telemetry,
    TimeProvider time) : IDisposable
{
    /// <summary>What is kept of an answer.</summary>
    private const int MaxAnswerBytes = 2048;

    /// <summary>More of an answer is not read: the connection is closed.</summary>
    private const int MostReadBytes = 20 * 1024;

    /// <summary>Connections are renewed, so that a changed address is seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    /// <summary>
    /// One for all endpoints and as long as the process: a client of its own for each request costs more than signing
    /// it.
    /// </summary>
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseDrainSize = MostReadBytes,
        MaxResponseHeadersLength = MostReadBytes / 1024,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectCallback = address.ConnectAsync,
        MeterFactory = meters,
    });

    public void Dispose() => _client.Dispose();

    public async Task<DeliveryOutcome> SendAsync(OutgoingSet set, byte[] body, CancellationToken cancellationToken)
    {
        using var span = telemetry.Deliver(set.Traces);
        var outcome = await AttemptAsync(set, body, cancellationToken);
        telemetry.Attempted(
            outcome.Succeeded ? "succeeded" : outcome.StatusCode is null ? "no_answer" : "refused", outcome.Duration);
        span?.SetTag("webhook.id", set.Endpoint.Id.ToString()).SetTag("http.response.status_code", outcome.StatusCode).SetTag("error.type", outcome.Error?.Split(':')[0]);
        return outcome;
    }

    private async Task<DeliveryOutcome> AttemptAsync(OutgoingSet set, byte[] body, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            using var request = Request(set, body, at);
            using var response = await _client.SendAsync(request, stop.Token);
            var answer = await ReadAsync(response, stop.Token);
            return new DeliveryOutcome
            {
                At = at,
                Duration = time.GetElapsedTime(started),
                StatusCode = (int)response.StatusCode,
                RetryAfter = RetryAfter(response, at),
                Answer = answer,
            };
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome { At = at, Duration = time.GetElapsedTime(started), Error = Describe(fault) };
        }
    }

    private static HttpRequestMessage Request(OutgoingSet set, byte[] body, DateTimeOffset at)
    {
        var id = set.WebhookId;
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, set.Endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation(
            "webhook-signature", SigningSecret.Sign(set.Endpoint.Keys, id, timestamp, body));
        request.Headers.TryAddWithoutValidation("User-Agent", "gateway-webhooks/1");
        return request;
    }

    /// <summary>The status is the answer; a receiver that breaks off after it changes nothing.</summary>
    private static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxAnswerBytes);
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            int more;
            while (read < MaxAnswerBytes && (more = await stream.ReadAsync(buffer.AsMemory(read, MaxAnswerBytes - read), cancellationToken)) > 0)
            {
                read += more;
            }
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // What came until then is kept.
        }

        var answer = read == 0
            ? null
            : Encoding.UTF8.GetString(buffer, 0, read).Replace("\0", "", StringComparison.Ordinal);
        ArrayPool<byte>.Shared.Return(buffer);
        return answer;
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
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => "dns: " + fault.Message,
        HttpRequestException { InnerException: AuthenticationException } => "tls: " + fault.InnerException!.Message,
        _ => "connection: " + fault.GetBaseException().Message,
    };
}

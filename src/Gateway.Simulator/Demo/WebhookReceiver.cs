using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Gateway.Simulator.Demo;

/// <summary>One webhook as it came in.</summary>
/// <param name="Type">The event's type, for example <c>message.delivered</c>.</param>
/// <param name="Message">The message that it tells about, as it was then.</param>
/// <param name="Fault">Null when its signature holds, else what is wrong.</param>
internal sealed record ReceivedWebhook(string Type, JsonElement Message, string? Fault);

/// <summary>
/// A customer's webhook endpoint on a free loopback port. Answers 204 to what is signed well, else 400.
/// </summary>
internal sealed class WebhookReceiver : IDisposable
{
    private const int LargestBody = 1024 * 1024;

    private readonly HttpListener _listener;

    private WebhookReceiver(HttpListener listener, Uri address)
    {
        _listener = listener;
        Address = address;
    }

    public Uri Address { get; }

    public static WebhookReceiver Start()
    {
        // HttpListener cannot choose a port itself; somebody may take the one found before we listen, so try again.
        for (var tries = 1; ; tries++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FindFreePort()}/hooks/");
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return new WebhookReceiver(listener, new Uri(address));
            }
            catch (HttpListenerException fault) when (tries == 5)
            {
                throw new DemoException($"no local port could be opened for the webhooks: {fault.Message}");
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    /// <summary>
    /// Serves until stopped; each webhook is answered first and then told to <paramref name="received"/>.
    /// </summary>
    public async Task ServeAsync(
        WebhookSignature signature, Func<ReceivedWebhook, CancellationToken, Task> received, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var context = await _listener.GetContextAsync().WaitAsync(stop);
            var body = await ReadBodyAsync(context.Request, stop);
            var headers = context.Request.Headers;
            var fault = signature.FindFault(
                headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body);
            context.Response.StatusCode = fault is null ? 204 : 400;
            context.Response.Close();
            await received(Read(body, fault), stop);
        }
    }

    public void Dispose() => _listener.Close();

    private static ReceivedWebhook Read(byte[] body, string? fault)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return new ReceivedWebhook(root.FindText("type") ?? "(no type)", root.Find("data") ?? default, fault);
        }
        catch (JsonException)
        {
            return new ReceivedWebhook("(no JSON)", default, fault ?? "its body is not JSON");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpListenerRequest request, CancellationToken stop)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.InputStream.ReadAsync(buffer, stop)) > 0 && body.Length < LargestBody)
        {
            await body.WriteAsync(buffer.AsMemory(0, count), stop);
        }

        return body.ToArray();
    }

    private static int FindFreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>A span as it was exported.</summary>
internal sealed record ExportedSpan(string TraceId, string Name);

/// <summary>
/// Takes what is exported by OTLP over HTTP and reads the little of it that tests look at, with a reader of protobuf's wire format of its own (opentelemetry-proto, trace.proto and
/// metrics.proto).
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly Task _listening;

    public OtlpCollector()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _listening = Task.Run(ListenAsync);
    }

    public string Address { get; }

    public IReadOnlyCollection<ExportedSpan> Spans => _spans;

    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>True when a text stands anywhere in what was exported.</summary>
    public bool Holds(string text) => _bodies.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Take(context.Request.Url!.AbsolutePath, body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Take(string path, byte[] body)
    {
        _bodies.Enqueue(body);

        // ResourceSpans/ResourceMetrics → ScopeSpans/ScopeMetrics → Span/Metric.
        foreach (var item in Fields(body, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)))
        {
            if (path.EndsWith("/traces", StringComparison.Ordinal))
            {
                _spans.Enqueue(new ExportedSpan(Convert.ToHexStringLower(Fields(item, 1).First()), Encoding.UTF8.GetString(Fields(item, 5).First())));
            }
            else
            {
                _metrics[Encoding.UTF8.GetString(Fields(item, 1).First())] = true;
            }
        }
    }

    /// <summary>The length-delimited fields with a number.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == number)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7}.");
            }
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}

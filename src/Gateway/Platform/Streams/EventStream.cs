using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gateway.Platform.Jobs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gateway.Platform.Streams;

/// <summary>
/// An answer of server-sent events (HTML Living Standard, chapter 9.2). What the client has not taken yet waits in the
/// server's buffer, 64 kB at most; a client that takes nothing for too long is cut off, and goes on later where it was.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time)
{
    public const string ContentType = "text/event-stream";

    /// <summary>Proxies close what is silent after 30 to 60 s.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a full buffer waits for its client: a phone in a tunnel may need some seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>For the last words.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly PipeWriter _writer = context.Response.BodyWriter;

    private long _writtenAt;

    /// <summary>From here on the answer is a stream: what fails now can only end it.</summary>
    public void Begin()
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep it back otherwise.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Patience takes its place, and tells.
        }

        _writtenAt = time.GetTimestamp();
        Write("retry: 2000\n\n");
    }

    /// <summary>An event; <paramref name="json"/> on one line.</summary>
    public void Event(string type, ReadOnlySpan<byte> json, string? id = null)
    {
        if (id is not null)
        {
            Write($"id: {id}\n");
        }

        Write($"event: {type}\ndata: ");
        _writer.Write(json);
        _writer.Write("\n\n"u8);
    }

    /// <summary>Where the client is, without an event: it goes on from here when the connection breaks.</summary>
    public void Id(string id) => Write($"id: {id}\n\n");

    /// <summary>For people who look on; programs pass over it.</summary>
    public void Comment(string text) => Write($": {text}\n\n");

    /// <summary>Until <paramref name="woken"/> ends, with a sign of life now and then.</summary>
    /// <param name="woken">What is waited for.</param>
    /// <param name="beforeSign">What else may be told with such a sign.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async Task WaitAsync(Task woken, Action? beforeSign, CancellationToken cancellationToken)
    {
        while (!woken.IsCompleted)
        {
            var left = Heartbeat - time.GetElapsedTime(_writtenAt);
            if (left > TimeSpan.Zero)
            {
                await Pulse.WaitAsync(woken, left, time, cancellationToken);
                continue;
            }

            beforeSign?.Invoke();
            Comment("still here");
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Throws <see cref="SlowReaderException"/> when the client has taken nothing for too long.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => FlushAsync(Patience, cancellationToken);

    /// <summary>Says why it ends, as far as that can still be said.</summary>
    public async Task EndAsync(string why)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        Comment(why);
        try
        {
            await FlushAsync(LastPatience, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SlowReaderException or IOException or OperationCanceledException)
        {
            // Its client has not been listening anyway.
        }
    }

    private async Task FlushAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        _writtenAt = time.GetTimestamp();
        var flush = _writer.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted)
        {
            await flush;
        }
        else
        {
            await WaitAsync(flush.AsTask(), patience, cancellationToken);
        }

        context.RequestAborted.ThrowIfCancellationRequested();
    }

    private async Task WaitAsync(Task flush, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await flush.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new SlowReaderException();
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // It ends while its client takes nothing.
            throw;
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _writer);
}

/// <summary>A client has not taken what was sent to it.</summary>
internal sealed class SlowReaderException : Exception;

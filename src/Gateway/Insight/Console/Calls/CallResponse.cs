using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Insight.Console.Calls;

/// <summary>
/// The answer to a call from within, as the pipeline writes it and its caller reads it. What nobody reads waits in 64 kB,
/// then the pipeline waits.
/// </summary>
internal sealed class CallResponse : HttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly Stack<(Func<object, Task> Do, object State)> _starting = [];
    private readonly Stack<(Func<object, Task> Do, object State)> _completed = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted = new();
    private readonly Stream _stream;
    private bool _hasStarted;

    public CallResponse()
    {
        Writer = new StartingWriter(this);
        _stream = Writer.AsStream(leaveOpen: true);
        RequestAborted = _aborted.Token;
    }

    /// <summary>Ends when status and headers are final, or with the fault that came before.</summary>
    public Task Started => _started.Task;

    public Stream Content => _pipe.Reader.AsStream();

    public override bool HasStarted => _hasStarted;

    public Stream Stream => _stream;

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => _aborted.Cancel();

    public void Dispose() => _aborted.Dispose();

    public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void DisableBuffering()
    {
        // Nothing is kept back.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_hasStarted)
        {
            return;
        }

        while (_starting.TryPop(out var callback))
        {
            await callback.Do(callback.State);
        }

        _hasStarted = true;
        _started.TrySetResult();
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await StartAsync();
        await _pipe.Writer.CompleteAsync();
    }

    /// <summary>The pipeline itself has failed, or was broken off.</summary>
    public async Task FailAsync(Exception fault)
    {
        _started.TrySetException(fault);
        await _pipe.Writer.CompleteAsync(fault);
    }

    /// <summary>What the pipeline wanted to be done behind the answer, such as the end of its services' scope.</summary>
    public async Task FinishAsync()
    {
        while (_completed.TryPop(out var callback))
        {
            await callback.Do(callback.State);
        }
    }

    /// <summary>Starts the answer before its first byte leaves, as a server does.</summary>
    private sealed class StartingWriter(CallResponse response) : PipeWriter
    {
        private readonly PipeWriter _writer = response._pipe.Writer;

        public override bool CanGetUnflushedBytes => _writer.CanGetUnflushedBytes;

        public override long UnflushedBytes => _writer.UnflushedBytes;

        public override void Advance(int bytes) => _writer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _writer.GetSpan(sizeHint);

        public override void CancelPendingFlush() => _writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            // The answer ends when the pipeline does.
        }

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            await response.StartAsync(cancellationToken);
            return await _writer.FlushAsync(cancellationToken);
        }
    }
}

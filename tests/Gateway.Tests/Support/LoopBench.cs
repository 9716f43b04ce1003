using System.Collections.Concurrent;
using Gateway.Platform.Loops;
using Gateway.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Support;

/// <summary>A place where loops run by a clock that the test moves, and where all that they log is kept.</summary>
internal sealed class LoopBench : IHostApplicationLifetime, ILoggerProvider, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<RunLoop> _runners = [];
    private readonly ILoggerFactory _loggers;

    public LoopBench()
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(this));
        Parts = new LoopParts(Table, new StorageState(), new Random(1), Clock, Clock, this, _loggers);
    }

    public FakeTimeProvider Clock { get; } = new();

    public LoopTable Table { get; } = new();

    public LoopParts Parts { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public async Task StartAsync(ILoop loop)
    {
        var runner = new RunLoop(loop, Parts);
        _runners.Add(runner);
        await runner.StartAsync(CancellationToken.None);
    }

    /// <summary>Lets time go by, with a moment after each second in which the loops may do what is due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System);
        }
    }

    public void StopApplication() => _stopping.Cancel();

    public ILogger CreateLogger(string categoryName) => new Line(Log);

    public async ValueTask DisposeAsync()
    {
        StopApplication();
        foreach (var runner in _runners)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await runner.StopAsync(patience.Token);
            runner.Dispose();
        }

        _loggers.Dispose();
        _stopping.Dispose();
    }

    void IDisposable.Dispose()
    {
    }

    private sealed class Line(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));
    }
}

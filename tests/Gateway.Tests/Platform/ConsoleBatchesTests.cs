using System.Globalization;
using System.Text;
using Gateway.Platform.Logging;
using Gateway.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>Lines of the log below a warning are written together, and none is lost when the process ends by itself.</summary>
public sealed class ConsoleBatchesTests
{
    private static readonly MessageTemplateTextFormatter Text = new("{Message:lj};");

    [Fact]
    public async Task Writes_the_first_line_at_once_and_the_next_ones_together()
    {
        var time = new FakeTimeProvider();
        await using var console = new Console();
        using var batches = new ConsoleBatches(Text, console, time);

        batches.Emit(Line("1"));
        await Eventually.BeAsync(() => Task.FromResult(console.Calls.SequenceEqual(["1;"])), "the first line");
        batches.Emit(Line("2"));
        batches.Emit(Line("3"));
        await Eventually.BeAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(console.Calls.SequenceEqual(["1;", "2;3;"]));
            },
            "the others in one call");
    }

    [Fact]
    public void Writes_what_waits_when_it_ends()
    {
        using var console = new Console();
        var batches = new ConsoleBatches(Text, console, new FakeTimeProvider());

        for (var line = 0; line < 2_500; line++)
        {
            batches.Emit(Line($"{line}"));
        }

        batches.Dispose();
        batches.Emit(Line("too late"));

        Assert.Equal(string.Concat(Enumerable.Range(0, 2_500).Select(line => $"{line};")), string.Concat(console.Calls));
    }

    [Fact]
    public async Task Goes_on_when_the_console_fails()
    {
        await using var console = new Console { Fails = true };
        using var batches = new ConsoleBatches(Text, console, TimeProvider.System);

        batches.Emit(Line("lost"));
        await Eventually.BeAsync(() => Task.FromResult(console.Tries > 0), "a try");
        console.Fails = false;
        batches.Emit(Line("there"));

        await Eventually.BeAsync(() => Task.FromResult(console.Calls.SequenceEqual(["there;"])), "the next line");
    }

    [Theory]
    [InlineData(LogEventLevel.Warning)]
    [InlineData(LogEventLevel.Error)]
    [InlineData(LogEventLevel.Fatal)]
    public async Task Writes_a_warning_before_it_goes_on(LogEventLevel level)
    {
        await using var console = new Console();
        using var batches = new ConsoleBatches(Text, console, new FakeTimeProvider());
        batches.Emit(Line("1"));
        await Eventually.BeAsync(() => Task.FromResult(console.Calls.Length == 1), "the first line");

        batches.Emit(Line("2"));
        batches.Emit(Line("warned", level));

        Assert.Equal(["1;", "warned;"], console.Calls);
    }

    private static LogEvent Line(string text, LogEventLevel level = LogEventLevel.Information) =>
        new(DateTimeOffset.UnixEpoch, level, null, new MessageTemplateParser().Parse(text), []);

    private sealed class Console : StringWriter
    {
        private readonly List<string> _calls = [];
        private volatile bool _fails;
        private int _tries;

        public Console()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public bool Fails
        {
            get => _fails;
            set => _fails = value;
        }

        public int Tries => Volatile.Read(ref _tries);

        public string[] Calls
        {
            get
            {
                lock (_calls)
                {
                    return [.. _calls];
                }
            }
        }

        public override void Write(StringBuilder? value)
        {
            Interlocked.Increment(ref _tries);
            if (Fails)
            {
                throw new IOException("Broken pipe");
            }

            lock (_calls)
            {
                _calls.Add($"{value}");
            }
        }
    }
}

using Gateway.Platform.Logging;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>The gateway's own log, as it is set up when the gateway starts: whatever part of an event a number stands in, the file has none.</summary>
public sealed class LoggingNumbers
{
    private const int Rounds = 150;

    [Fact]
    public async Task Shows_none_in_any_form_in_words_values_and_exceptions()
    {
        var numbers = new AnyNumber(20_261_129);
        var written = await LogAsync(log =>
        {
            for (var i = 0; i < Rounds; i++)
            {
#pragma warning disable CA1848, CA2254, CA2017 // Other people's code logs like this.
                log.LogWarning("value {Value}", numbers.Text());
                log.LogWarning("values {@Values}", new { Inner = new[] { numbers.Text() }, Map = new Dictionary<string, string> { [numbers.Text()] = numbers.Text() } });
                log.LogWarning("words " + numbers.Text().Replace("{", "", StringComparison.Ordinal));
                log.LogWarning("address {Url}", new Uri($"https://example.com/{Uri.EscapeDataString(numbers.Text())}?tel={Uri.EscapeDataString(numbers.Text())}"));
                log.LogError(new InvalidOperationException($"Key (phone)=({numbers.Text()}) already exists.", new HttpRequestException($"GET https://example.com/{numbers.Text()} refused")), "fault of {Name}", numbers.Text());
                log.LogError(new AggregateException(new IOException(numbers.Text()), new FormatException(Uri.EscapeDataString(numbers.Text()))), "many");
#pragma warning restore CA1848, CA2254, CA2017
            }
        });

        Assert.Null(numbers.Shown(written));
        Assert.Equal(6 * Rounds, written.Split(" WRN ").Length + written.Split(" ERR ").Length - 2);
        Assert.Contains("System.InvalidOperationException: Key (phone)=(", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_an_exception_without_a_number_as_it_is()
    {
        var fault = new InvalidOperationException("019ac1fe-0101-7234-8123-010123412345 after 1234 rows", new IOException("no space left"));

        var written = await LogAsync(log => Tell(log, fault));

        Assert.Contains(fault.ToString(), written, StringComparison.Ordinal);
    }

    /// <summary>Templates without a number are known from the first time on; this one has to be looked at each time.</summary>
    [Fact]
    public async Task Shows_none_in_words_that_come_again()
    {
        var written = await LogAsync(log =>
        {
            for (var i = 0; i < 3; i++)
            {
#pragma warning disable CA1848 // Other people's code logs like this.
                log.LogWarning("call 010-1234-5678 now");
#pragma warning restore CA1848
            }
        });

        Assert.DoesNotContain("1234-5678", written, StringComparison.Ordinal);
        Assert.Equal(3, written.Split("call 010").Length - 1);
    }

    private static readonly Action<ILogger, Exception?> Tell = LoggerMessage.Define(LogLevel.Error, default, "fault");

    /// <summary>What stands in a file of the log when the log has been closed.</summary>
    private static async Task<string> LogAsync(Action<ILogger> write)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gateway-log-").FullName, "log.txt");
        var builder = WebApplication.CreateBuilder(["--Serilog:WriteTo:0:Name=File", $"--Serilog:WriteTo:0:Args:path={file}", "--Serilog:WriteTo:0:Args:outputTemplate={Timestamp:O} {Level:u3} {Message:lj} {Properties:j}{NewLine}{Exception}"]);
        builder.AddLogging();
        await using (var app = builder.Build())
        {
            write(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Test"));
        }

        return await File.ReadAllTextAsync(file);
    }
}

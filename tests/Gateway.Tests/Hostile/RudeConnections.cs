using System.Globalization;
using System.Net.Sockets;
using Gateway.Platform.Errors;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>A gateway with limits so small that a test need not wait for them.</summary>
public sealed class TightGateway : IAsyncLifetime
{
    public const int Most = 12;

    private GatewayProcess? _process;

    internal Api Api => _process?.Api ?? throw new InvalidOperationException("The gateway did not start.");

    internal string Log => _process?.Log ?? "";

    internal Uri Ready()
    {
        Assert.SkipWhen(_process is null, "GATEWAY_TEST_POSTGRES is not set. Run ./test.sh, which starts the databases.");
        return Api.Address;
    }

    public async ValueTask InitializeAsync()
    {
        if (TestServers.Postgres is null)
        {
            return;
        }

        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        world.Settings["Connections:Most"] = Most.ToString(CultureInfo.InvariantCulture);
        world.Settings["Connections:HeaderSeconds"] = "1";
        world.Settings["Connections:SlowestBytesPerSecond"] = "100000";
        _process = await world.StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}

/// <summary>Clients that are slow, many or long-winded are cut off, and others do not feel them.</summary>
public sealed class RudeConnections(TightGateway gateway) : IClassFixture<TightGateway>
{
    private readonly Uri _server = gateway.Ready();

    private static string Key => $"Authorization: Bearer {GatewayProcess.AdminKey}";

    [Fact]
    public async Task Are_cut_off_when_their_headers_do_not_end()
    {
        using var slow = await RawConnection.OpenAsync(_server);
        await slow.SendAsync("GET /health/live HTTP/1.1\r\nHost: gateway\r\nX-Slow: ");

        Assert.True(await EndAsync(slow) is 0 or 408);
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Are_cut_off_when_their_body_drips()
    {
        using var slow = await RawConnection.OpenAsync(_server);
        await slow.SendAsync($"POST /v1/messages HTTP/1.1\r\nHost: gateway\r\n{Key}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{{ \"channel\"");

        Assert.True(await EndAsync(slow) is 0 or 408);
    }

    [Fact]
    public async Task Are_closed_when_there_are_too_many()
    {
        var open = new List<RawConnection>();
        try
        {
            // Connections of the test's own client count too, so some of these are too many, and each that stays answers.
            var answered = 0;
            for (var i = 0; i < TightGateway.Most * 2; i++)
            {
                open.Add(await RawConnection.OpenAsync(_server));
                answered += await AskAsync(open[^1]) == 200 ? 1 : 0;
            }

            Assert.InRange(answered, 1, TightGateway.Most);
        }
        finally
        {
            open.ForEach(connection => connection.Dispose());
        }

        await Eventually.BeAsync(
            async () =>
            {
                using var next = await RawConnection.OpenAsync(_server);
                return await AskAsync(next) == 200;
            },
            "a place is free again");
    }

    [Theory]
    [InlineData("a header of 20,000 bytes", 431)]
    [InlineData("a hundred headers", 431)]
    [InlineData("a path of 9,000 bytes", 414)]
    [InlineData("no host", 400)]
    [InlineData("two lengths", 400)]
    [InlineData("length and chunks", 400)]
    [InlineData("a broken header line", 400)]
    [InlineData("a bare LF between headers", 400)]
    [InlineData("a bare LF before the body", 400)]
    [InlineData("a bare LF behind a chunk's size", 400)]
    [InlineData("a bare LF in a chunk's extension", 400)]
    [InlineData("a bare LF behind a chunk", 400)]
    [InlineData("a chunk's size that is no number", 400)]
    [InlineData("a negative length", 400)]
    [InlineData("a list of lengths", 400)]
    [InlineData("a length in hex", 400)]
    [InlineData("a length with a plus", 400)]
    [InlineData("a length of minus nothing", 400)]
    [InlineData("a length of 30 digits", 400)]
    [InlineData("no length after the colon", 400)]
    public async Task Are_refused_when_their_request_is(string request, int status)
    {
        using var connection = await RawConnection.OpenAsync(_server);
        await connection.SendAsync(Request(request));

        Assert.Equal(status, await EndAsync(connection));
    }

    [Theory]
    [InlineData("POST /v1/messages", "application/json")]
    [InlineData("POST /v1/batches", "application/json")]
    [InlineData("POST /v1/batches?channel=sms&from=15777985&text=a", "application/x-ndjson")]
    [InlineData("POST /v1/batches?channel=sms&from=15777985", "text/csv")]
    [InlineData("POST /v1/files", "multipart/form-data; boundary=b")]
    [InlineData("POST /v1/optouts", "text/csv")]
    [InlineData("POST /v1/webhooks", "application/json")]
    public async Task Get_400_and_alarm_nobody_when_a_chunks_size_is_beyond_any_number(string route, string type)
    {
        foreach (var size in new[] { "FFFFFFFF", "80000000", "FFFFFFFFFFFFFFFFFFFF" })
        {
            using var connection = await RawConnection.OpenAsync(_server);
            await connection.SendAsync($"{route} HTTP/1.1\r\nHost: a\r\n{Key}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n");

            Assert.Equal((size, 400), (size, await EndAsync(connection)));
        }

        Assert.DoesNotContain("cannot be reached", gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(UnhandledExceptionHandler.Unexpectedly, gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_400_or_nothing_and_alarm_nobody_when_their_body_is_shorter_than_they_say()
    {
        using var connection = await RawConnection.OpenAsync(_server);
        await connection.SendAsync($"POST /v1/messages HTTP/1.1\r\nHost: a\r\n{Key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{}}");
        connection.EndSending();

        Assert.True(await EndAsync(connection) is 400 or 0);
        Assert.DoesNotContain("cannot be reached", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_nothing_of_a_second_request_that_is_hidden_behind_a_body_that_is_longer_than_they_say()
    {
        using var connection = await RawConnection.OpenAsync(_server);
        await connection.SendAsync($"POST /v1/messages HTTP/1.1\r\nHost: a\r\n{Key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}garbage\r\n\r\n");

        Assert.Equal(422, (await connection.ReceiveAsync())?.Status);
        Assert.Equal(400, await EndAsync(connection));
    }

    /// <summary>Smuggling needs two readers that see the end of a request at different places. What says both is refused, and the connection ends.</summary>
    private static string Request(string name) => name switch
    {
        "a header of 20,000 bytes" => $"GET /health/live HTTP/1.1\r\nHost: a\r\nX-A: {new string('a', 20_000)}\r\n\r\n",
        "a hundred headers" => $"GET /health/live HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: a\r\n"))}\r\n",
        "a path of 9,000 bytes" => $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n",
        "no host" => "GET /health/live HTTP/1.1\r\n\r\n",
        "two lengths" => "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "length and chunks" => "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: gzip, chunked, identity\r\n\r\n{}",
        "a bare LF between headers" => "GET /health/live HTTP/1.1\r\nHost: a\nX-A: a\r\n\r\n",
        "a bare LF before the body" => "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\n{}",
        "a bare LF behind a chunk's size" => Chunked("2\n{}\r\n0\r\n\r\n"),
        "a bare LF in a chunk's extension" => Chunked("2;a\nb\r\n{}\r\n0\r\n\r\n"),
        "a bare LF behind a chunk" => Chunked("2\r\n{}\n0\r\n\r\n"),
        "a chunk's size that is no number" => Chunked("x2\r\n{}\r\n0\r\n\r\n"),
        "a negative length" => WithLength("-2"),
        "a list of lengths" => WithLength("2, 2"),
        "a length in hex" => WithLength("0x2"),
        "a length with a plus" => WithLength("+2"),
        "a length of minus nothing" => WithLength("-0"),
        "a length of 30 digits" => WithLength("000000000000000000000000000002"),
        "no length after the colon" => WithLength(""),
        _ => "GET /health/live HTTP/1.1\r\nHost: a\r\nX-A: a\rb\r\n\r\n",
    };

    private static string Chunked(string body) => $"POST /v1/messages HTTP/1.1\r\nHost: a\r\n{Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body}";

    private static string WithLength(string length) => $"POST /v1/messages HTTP/1.1\r\nHost: a\r\n{Key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{}}";

    private static async Task<int> AskAsync(RawConnection connection)
    {
        try
        {
            await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\n");
            return (await connection.ReceiveAsync())?.Status ?? 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    /// <summary>The status with which the server ended the connection, 0 when it said nothing. Fails when it does not end it.</summary>
    private static async Task<int> EndAsync(RawConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        try
        {
            var answer = await connection.ReceiveAsync(cancellationToken: patience.Token);
            Assert.True(answer is null || answer.Closes || await connection.ReceiveAsync(cancellationToken: patience.Token) is null, "the connection ends");
            return answer?.Status ?? 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>One upload of many lines. They are made in blocks: only the digits that make a line unique are written anew, so that the load is cheap.</summary>
internal static class LineUpload
{
    private const int BlockLines = 500;
    private const int Digits = 8;
    private const string Mark = "{n}";

    /// <summary>How long it took until the answer, which must say that all lines were accepted.</summary>
    public static Task<TimeSpan> RunAsync(IPEndPoint server, int lines) =>
        Task.Factory.StartNew(() => Run(server, lines), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static TimeSpan Run(IPEndPoint server, int lines)
    {
        var parts = AcceptRequests.Body.Split(Mark).Select(Encoding.UTF8.GetBytes).ToArray();
        var line = Encoding.UTF8.GetBytes(AcceptRequests.Body.Replace(Mark, new string('0', Digits), StringComparison.Ordinal) + "\n");
        var places = Places(parts);
        var block = Enumerable.Repeat(line, BlockLines).SelectMany(bytes => bytes).ToArray();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        var started = Stopwatch.GetTimestamp();
        socket.Send(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {BatchRequests.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{BatchRequests.Authorization}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {(long)line.Length * lines}\r\n\r\n")));
        for (var first = 0; first < lines; first += BlockLines)
        {
            var count = Math.Min(BlockLines, lines - first);
            for (var i = 0; i < count; i++)
            {
                Number(block.AsSpan(i * line.Length, line.Length), places, first + i);
            }

            Send(socket, block.AsSpan(0, count * line.Length));
        }

        var answer = Receive(socket);
        var took = Stopwatch.GetElapsedTime(started);
        Check(answer, lines);
        return took;
    }

    private static int[] Places(byte[][] parts)
    {
        var places = new int[parts.Length - 1];
        for (var (i, end) = (0, 0); i < places.Length; i++)
        {
            end += parts[i].Length;
            places[i] = end;
            end += Digits;
        }

        return places;
    }

    private static void Number(Span<byte> line, int[] places, int number)
    {
        Span<byte> digits = stackalloc byte[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        foreach (var place in places)
        {
            digits.CopyTo(line[place..]);
        }
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private static string Receive(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void Check(string answer, int lines)
    {
        var start = answer.IndexOf('{', StringComparison.Ordinal);
        var end = answer.LastIndexOf('}');
        if (start < 0 || end < start || !answer.StartsWith("HTTP/1.1 202", StringComparison.Ordinal) || JsonNode.Parse(answer[start..(end + 1)])?["accepted"]?.GetValue<int>() != lines)
        {
            throw new BenchmarkException($"The upload of {lines} lines was not accepted whole: {answer}");
        }
    }
}

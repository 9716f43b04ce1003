using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Batch;

/// <summary>One upload of many lines, made in blocks.</summary>
internal static class LineUpload
{
    private const int BlockLines = 500;

    /// <summary>How long it took until the answer, which must say that all lines were accepted.</summary>
    public static Task<TimeSpan> RunAsync(IPEndPoint server, UploadLines upload, int lines) => Task.Factory.StartNew(
        () => Run(server, upload, lines),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static TimeSpan Run(IPEndPoint server, UploadLines upload, int lines)
    {
        var line = upload.Line;
        var block = line.Repeat(BlockLines);
        var length = upload.Before.Length + ((long)line.Length * lines) + upload.After.Length;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        var started = Stopwatch.GetTimestamp();
        Send(socket, Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {BatchRequests.Path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{BatchRequests.Authorization}\r\nContent-Type: {upload.ContentType}\r\nContent-Length: {length}\r\n\r\n")));
        Send(socket, upload.Before);
        for (var first = 0; first < lines; first += BlockLines)
        {
            var count = Math.Min(BlockLines, lines - first);
            for (var i = 0; i < count; i++)
            {
                line.Number(block.AsSpan(i * line.Length, line.Length), first + i);
            }

            Send(socket, block.AsSpan(0, count * line.Length));
        }

        Send(socket, upload.After);
        var answer = Receive(socket);
        var took = Stopwatch.GetElapsedTime(started);
        Check(answer, lines);
        return took;
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

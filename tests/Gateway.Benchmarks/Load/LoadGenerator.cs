using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// Keeps a number of connections busy, each with one request at a time. One thread that polls all sockets, three system calls a request at most: it must not take the
/// processor from what is measured (see the row <c>empty</c>).
/// </summary>
internal static class LoadGenerator
{
    private const int Accepted = 202;

    /// <summary>Answers come in groups, as commits do; more often than this nothing stands still.</summary>
    private const int PollMicroseconds = 100_000;

    public static Task<LoadResult> RunAsync(IPEndPoint server, RequestTemplate request, int connections, TimeSpan duration) =>
        RunAsync([server], [request], connections, duration);

    /// <summary>The same over several servers and callers, each with its part of the connections.</summary>
    public static Task<LoadResult> RunAsync(
        IReadOnlyList<IPEndPoint> servers,
        IReadOnlyList<RequestTemplate> requests,
        int connections,
        TimeSpan duration) =>
        Task.Factory.StartNew(
            () => Run(servers, requests, connections, duration),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static LoadResult Run(
        IReadOnlyList<IPEndPoint> servers,
        IReadOnlyList<RequestTemplate> requests,
        int connections,
        TimeSpan duration)
    {
        var all = new Dictionary<Socket, LoadConnection>();
        var result = new LoadResult();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var connection = new LoadConnection(servers[i % servers.Count], requests[i % requests.Count]);
                all.Add(connection.Socket, connection);
                connection.Send();
            }

            Drive(all, duration, result);
            return result;
        }
        finally
        {
            foreach (var connection in all.Values)
            {
                connection.Dispose();
            }
        }
    }

    private static void Drive(Dictionary<Socket, LoadConnection> all, TimeSpan duration, LoadResult result)
    {
        var start = Stopwatch.GetTimestamp();
        var ready = new List<Socket>(all.Count);
        var waiting = all.Count;
        while (waiting > 0)
        {
            ready.Clear();
            ready.AddRange(all.Keys);
            Socket.Select(ready, null, null, PollMicroseconds);
            var ended = Stopwatch.GetElapsedTime(start) >= duration;
            foreach (var socket in ready)
            {
                var connection = all[socket];
                if (!connection.TryReceive(out var status, out var latency))
                {
                    continue;
                }

                result.Add(status == Accepted, latency);
                connection.Reset(reconnect: status != Accepted);
                if (connection.Socket != socket)
                {
                    all.Remove(socket);
                    all.Add(connection.Socket, connection);
                }

                if (ended)
                {
                    // The last answers are waited for, so that nothing of this side runs on in the next side's window.
                    all.Remove(connection.Socket);
                    connection.Dispose();
                    waiting--;
                }
                else
                {
                    connection.Send();
                }
            }
        }

        result.End(Stopwatch.GetElapsedTime(start));
    }
}

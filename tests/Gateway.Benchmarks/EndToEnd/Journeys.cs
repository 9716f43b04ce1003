using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Benchmarks.Accept;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.EndToEnd;

/// <summary>What became of the messages of one run.</summary>
internal sealed record JourneyResult(int Count, Latencies Post, Latencies PostToTaken, Latencies ReportToWebhook, Latencies Whole)
{
    public void Print()
    {
        foreach (var (name, times) in new[] { ("POST to 202", Post), ("POST to taken by the agent", PostToTaken), ("report visible to webhook received", ReportToWebhook), ("POST to webhook", Whole) })
        {
            Console.WriteLine($"  {name,-36} p50 {times.Percentile(0.5),8:N1} ms   p99 {times.Percentile(0.99),8:N1} ms   longest {times.Percentile(1),8:N1} ms");
        }
    }
}

/// <summary>Sends messages at a steady rate and follows each one to its webhook.</summary>
internal sealed class Journeys(Product product, FastAgent agent, Receiver receiver) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
    private int _number;

    public async Task<JourneyResult> RunAsync(int rate, TimeSpan duration)
    {
        var sent = new ConcurrentDictionary<Guid, long>();
        var post = new ConcurrentQueue<TimeSpan>();
        var running = new List<Task>();
        var count = (int)(rate * duration.TotalSeconds);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count;)
        {
            // Sent by the clock, not by the answers: a gateway that stands still makes nobody wait before asking.
            for (var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * rate)); i < due; i++)
            {
                running.Add(SendAsync(sent, post));
            }

            running.RemoveAll(task => task.IsCompletedSuccessfully);
            await Task.Delay(Tick, TimeProvider.System);
        }

        await Task.WhenAll(running);
        await ArriveAsync(sent);
        return Result(sent, post);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(ConcurrentDictionary<Guid, long> sent, ConcurrentQueue<TimeSpan> post)
    {
        var number = Interlocked.Increment(ref _number);
        var body = $$"""{"channel":"sms","vendor":"queue","from":"1588-1234","to":"010{{number % 100_000_000:00000000}}","text":"인증번호 482913","reference":"journey-{{number}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{product.Server.Address}/v1/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AcceptRequests.AdminKey);
        var started = Stopwatch.GetTimestamp();
        using var answer = await _client.SendAsync(request, CancellationToken.None);
        post.Enqueue(Stopwatch.GetElapsedTime(started));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException($"The gateway answers {(int)answer.StatusCode}: {text}");
        }

        sent[Guid.Parse((string)JsonNode.Parse(text)!["messages"]![0]!["id"]!)] = started;
    }

    /// <summary>Waits until each message's webhook has come.</summary>
    private async Task ArriveAsync(ConcurrentDictionary<Guid, long> sent)
    {
        for (var waiting = Stopwatch.GetTimestamp(); !sent.Keys.All(receiver.Received.ContainsKey);)
        {
            agent.Check();
            if (Stopwatch.GetElapsedTime(waiting) > Patience)
            {
                throw new BenchmarkException($"{sent.Keys.Count(id => !receiver.Received.ContainsKey(id))} of {sent.Count} webhooks have not come {Patience.TotalSeconds} s after the last message. See {Output.Path("*.log")}.");
            }

            await Task.Delay(Tick, TimeProvider.System);
        }
    }

    private JourneyResult Result(ConcurrentDictionary<Guid, long> sent, ConcurrentQueue<TimeSpan> post)
    {
        var result = new JourneyResult(sent.Count, new Latencies(), new Latencies(), new Latencies(), new Latencies());
        foreach (var (id, at) in sent)
        {
            var (taken, reported) = agent.Reported.TryRemove(id, out var times) ? times : throw new BenchmarkException($"The agent has not seen message {id}, whose webhook has come.");
            receiver.Received.TryRemove(id, out var received);
            result.PostToTaken.Add(Stopwatch.GetElapsedTime(at, taken));
            result.ReportToWebhook.Add(Stopwatch.GetElapsedTime(reported, received));
            result.Whole.Add(Stopwatch.GetElapsedTime(at, received));
        }

        foreach (var time in post)
        {
            result.Post.Add(time);
        }

        return result;
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Tests.Support;
using Gateway.Vendors;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Small requests that ask for much: each endpoint of a real gateway gets the worst bodies that its size allows, one after the other. What each costs in memory and processor time is measured in the
/// gateway's process, printed, and bounded. Without the bounds single ones of them took 2 to 20 GB, or kept a processor busy for a minute.
/// </summary>
public sealed class Bombs
{
    private const int Mega = 1024 * 1024;

    /// <summary>Kilobytes that the process may grow by: a batch of 20 MB that is all right takes nearly as much.</summary>
    private const int MostMemory = 500 * 1024;

    /// <summary>Seconds of a processor, on a machine that others use too. A batch of 20 MB that is all right takes two.</summary>
    private const double MostTime = 12;

    private static readonly Dictionary<string, (string Path, string Type, Func<string> Body)> All = new()
    {
        ["one value in 10,000 placeholders of a text"] = ("/v1/messages", Json, () => Send($$"""{ "phone": "01012341234", "variables": { "a": "{{new string('가', 20_000)}}" } }""", Repeat("#{a}", 10_000))),
        ["one value in all placeholders that 2 MB can hold"] = ("/v1/messages", Json, () => Send($$"""{ "phone": "01012341234", "variables": { "a": "{{new string('x', Mega)}}" } }""", Repeat("#{a}", Mega / 5))),
        ["1,000 recipients and 1 MB of empty placeholders"] = ("/v1/messages", Json, () => Send(Recipients(1000, """, "variables": { "a": "" }"""), Repeat("#{a}", Mega / 5))),
        ["1,000 recipients and the longest text that is read"] = ("/v1/messages", Json, () => Send(Recipients(1000, """, "variables": { "a": "" }"""), Repeat("#{a}", 2500))),
        ["1,000 recipients without values for 2,500 names"] = ("/v1/messages", Json, () => Send(Recipients(1000), string.Concat(Enumerable.Range(0, 1100).Select(i => $"#{{{i}}}")))),
        ["a subject and a fallback of placeholders"] = ("/v1/messages", Json, () => $$"""
            { "channel": "lms", "vendor": "kshot", "from": "15777985", "to": {{Recipients(1000, """, "variables": { "a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }""")}}, "text": "a", "subject": "{{Repeat("#{a}", 2500)}}",
              "fallback": { "by": "gateway", "channel": "sms", "text": "{{Repeat("#{a}", 2500)}}", "subject": "{{Repeat("#{a}", 2500)}}" } }
            """),
        ["300,000 variables that are null"] = ("/v1/messages", Json, () => Send($$"""{ "phone": "01012341234", "variables": { {{string.Join(',', Enumerable.Range(0, 150_000).Select(i => $"\"{i}\":null"))}} } }""", "a")),
        ["700,000 recipients that are numbers"] = ("/v1/messages", Json, () => Send($"[{Repeat("1,", 900_000)}1]", "a")),
        ["a million attachments of a wrong type"] = ("/v1/messages", Json, () => $$"""{ "channel": "mms", "attachments": [{{Repeat("1,", 900_000)}}1] }"""),
        ["200,000 unknown fields"] = ("/v1/messages", Json, () => $$"""{ {{string.Join(',', Enumerable.Range(0, 95_000).Select(i => $"\"t{i:x5}\":1"))}} }"""),
        ["20,000 brackets"] = ("/v1/messages", Json, () => new string('[', 20_000)),
        ["a name of 2 MB that no vendor can write"] = ("/v1/messages", Json, () => Send($$"""{ "phone": "01012341234", "name": "{{new string('鿿', 600_000)}}" }""", "a")),
        ["metadata of a million entries"] = ("/v1/messages", Json, () => $$"""{ "metadata": { {{string.Join(',', Enumerable.Range(0, 95_000).Select(i => $"\"{i}\":\"\""))}} } }"""),
        ["7,000,000 empty messages"] = ("/v1/batches", Json, () => $$"""{ "messages": [{{Repeat("{},", 6_500_000)}}{}] }"""),
        ["9,000,000 recipients that are null"] = ("/v1/batches", Json, () => $$"""{ "messages": [{ "to": [{{Repeat("1,", 9_000_000)}}1] }] }"""),
        ["10 MB of defaults for 10,000 messages"] = ("/v1/batches", Json, () => Batch($$""" "text": "{{new string('가', 3_000_000)}}" """, "{}")),
        ["defaults of placeholders for 10,000 messages"] = ("/v1/batches", Json, () => Batch($$""" "text": "{{Repeat("#{a}", 2500)}}" """, """{ "to": { "phone": "01012341234", "variables": { "a": "" } } }""")),
        ["defaults with a million attachments"] = ("/v1/batches", Json, () => Batch($$""" "attachments": [{{Repeat("\"01a1fae5-ff79-720d-bb24-871ec6eb9fcd\",", 200_000)}}"01a1fae5-ff79-720d-bb24-871ec6eb9fcd"] """, "{}")),
        ["defaults with 100,000 buttons"] = ("/v1/batches", Json, () => Batch($$""" "channel": "alimtalk", "kakao": { "buttons": [{{Repeat("{},", 100_000)}}{}] } """, "{}")),
        ["lines of 1,000 recipients and 40 kB of placeholders"] = ("/v1/batches", "application/x-ndjson", () => Repeat(Line + "\n", 100)),
        ["columns with names of 2,000 letters"] = ("/v1/batches", "text/csv", () => $"to,{string.Join(',', Enumerable.Range(0, 30).Select(i => new string('x', 2000) + i))}\n{Repeat("01012341234" + new string(',', 30) + "\n", 50_000)}"),
        ["250,000 lines that are no JSON objects"] = ("/v1/batches", "application/x-ndjson", () => Repeat("1\n", 50_000)),
        ["500,000 numbers that refuse"] = ("/v1/optouts", "text/csv", () => "number\n" + string.Concat(Enumerable.Range(0, 500_000).Select(i => $"010{i:D8}\n"))),
        ["100,000 numbers that refuse"] = ("/v1/optouts", "text/csv", () => "number\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"011{i:D8}\n"))),
        ["2,000,000 lines without a number"] = ("/v1/optouts", "text/csv", () => "number\n" + Repeat("a,b\n", 2_000_000)),
        ["20,000 channels that are none"] = ("/v1/accounts", Json, () => $$"""{ "name": "a", "channels": [{{Repeat("\"\",", 20_000)}}""] }"""),
        ["20,000 scopes that are none"] = ("/v1/accounts/00000000-0000-7000-8000-000000000001/keys", Json, () => $$"""{ "name": "a", "scopes": [{{Repeat("\"\",", 20_000)}}""] }"""),
        ["20,000 patterns that are none"] = ("/v1/webhooks", Json, () => $$"""{ "url": "https://example.com/", "events": [{{Repeat("\"\",", 20_000)}}""] }"""),
    };

    private const string Json = "application/json";

    private static string Line => $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": [{{Repeat("\"01012341234\",", 999)}}{ "phone": "01012341234", "variables": { "a": "" } }], "text": "{{Repeat("#{a}", 2400)}}" }""";

    [Fact]
    public async Task Cost_little_at_every_endpoint()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        await gateway.Api.SendSmsAsync("kshot");
        var lines = new List<string>();
        var tooMuch = new List<string>();
        foreach (var (name, (path, type, body)) in All)
        {
            var bytes = Encoding.UTF8.GetBytes(body());
            var (before, time) = (ProcessCost.Resident(gateway.Id), ProcessCost.ProcessorSeconds(gateway.Id));
            ProcessCost.ForgetPeak(gateway.Id);

            var answer = await gateway.Api.PostAsync(path, bytes, type);

            var (memory, seconds) = (ProcessCost.Peak(gateway.Id) - before, ProcessCost.ProcessorSeconds(gateway.Id) - time);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds,6:F2} s {memory / 1024,5} MB  {answer.Status} for {bytes.Length / 1024,6} kB ({answer.Text.Length / 1024} kB back): {name}"));
            if (memory > MostMemory || seconds > MostTime || answer.Text.Length > Mega || answer.Status is not (201 or 202 or 400 or 413 or 422))
            {
                tooMuch.Add($"{lines[^1]}: {answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }
        }

        await Console.Out.WriteLineAsync("Bombs: processor time, growth of memory\n" + string.Join('\n', lines));
        Assert.Equal("", string.Join('\n', tooMuch));
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task End_when_their_client_has_gone()
    {
        var world = await PrivateGateway.CreateAsync(DatabaseKind.PostgreSql);
        await using var gateway = await world.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = gateway.Api.Address };
        var before = ProcessCost.ProcessorSeconds(gateway.Id);
        using (var gone = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            // Each line alone is cheap; there are enough of them for minutes.
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = new StringContent(Repeat(Line + "\n", 2000), Encoding.UTF8) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GatewayProcess.AdminKey);
            await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(request, gone.Token));
        }

        // Quiet: less than a twentieth of a processor over a second.
        await Eventually.BeAsync(
            async () =>
            {
                var from = ProcessCost.ProcessorSeconds(gateway.Id);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                return ProcessCost.ProcessorSeconds(gateway.Id) - from < 0.3;
            },
            "the work has ended",
            20);
        Assert.True(ProcessCost.ProcessorSeconds(gateway.Id) - before < MostTime, "it ended soon");
    }

    private static string Repeat(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();

    private static string Send(string to, string text) => $$"""{ "channel": "sms", "vendor": "kshot", "from": "15777985", "to": {{to}}, "text": "{{text}}" }""";

    private static string Recipients(int count, string more = "") => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{ "phone": "010{{10_000_000 + i}}"{{more}} }"""))}]";

    private static string Batch(string defaults, string message) => $$"""{ "defaults": { {{defaults}} }, "messages": [{{Repeat(message + ",", 9_999)}}{{message}}] }""";
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Gateway.Tests.Support;

/// <summary>An answer of the gateway.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException($"No JSON: {Text}");

    /// <summary>A stream without an end, of which only the beginning was read.</summary>
    public bool IsStream => Headers.GetValueOrDefault("Content-Type") == "text/event-stream";

    public override string ToString() => $"{Status} {Text}";
}

/// <summary>A client that speaks raw JSON, so that tests read like documentation.</summary>
/// <param name="address">Of the gateway.</param>
/// <param name="key">Null: none is shown.</param>
/// <param name="patience">How long an answer may take; null: a minute.</param>
internal sealed class Api(Uri address, string? key, TimeSpan? patience = null) : IDisposable
{
    private const int MostLines = 2000;

    private readonly HttpClient _client = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
    {
        BaseAddress = address,
        Timeout = patience ?? TimeSpan.FromSeconds(60),
    };

    /// <summary>Is shown every answer with its method and path; throws when one is not as it must be.</summary>
    public static Action<string, string, Answer>? Watch { get; set; }

    public Uri Address => address;

    public void Dispose() => _client.Dispose();

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) => PostAsync(path, Encoding.UTF8.GetBytes(json), "application/json", headers);

    public Task<Answer> PostAsync(string path, byte[] body, string contentType, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request) => (await DownloadAsync(request)).Answer;

    /// <summary>The answer, and the bytes of its body: a text has lost its mark.</summary>
    public async Task<(Answer Answer, byte[] Body)> DownloadAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (key is not null && !request.Headers.Contains("Authorization"))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
            var bytes = isStream ? [] : await response.Content.ReadAsByteArrayAsync();
            var text = isStream ? await TextAsync(response.Content) : await response.Content.ReadAsStringAsync();
            var answer = new Answer((int)response.StatusCode, text, headers);
            Watch?.Invoke(request.Method.Method, request.RequestUri!.ToString(), answer);
            return (answer, bytes);
        }
    }

    /// <summary>Of a stream without an end: what lies before the present, or the beginning of that.</summary>
    private static async Task<string> TextAsync(HttpContent content)
    {
        var text = new StringBuilder();
        using var reader = new StreamReader(await content.ReadAsStreamAsync());
        for (var lines = 0; lines < MostLines && await reader.ReadLineAsync() is { } line && line != ": up to date"; lines++)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What the law wants in an advertisement.</summary>
    public const string AdvertisementText = "(광고) 안녕 무료거부 0801234567";

    /// <summary>Sends one SMS and answers the message's id.</summary>
    public async Task<string> SendSmsAsync(string vendor, string to = "01012341234", string text = "안녕하세요", string more = "")
    {
        var answer = await PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "{{vendor}}", "from": "15777985", "to": "{{to}}", "text": "{{text}}" {{more}} }""");
        return answer.Status == 202 ? (string)answer.Json["messages"]![0]!["id"]! : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>Sends an SMS to KShot that is stored once, however often it is sent with this key.</summary>
    public Task<Answer> SendOnceAsync(string key, string more = "") => PostAsync(
        "/v1/messages",
        $$"""
            { "channel": "sms", "vendor": "kshot", "from": "15777985", "to": "01012341234", "text": "한 번" {{more}} }
            """,
        ("Idempotency-Key", key));

    /// <summary>Sends an SMS that has the marks of an advertisement, and answers its id.</summary>
    public Task<string> SendAdvertisementAsync(string vendor, string to = "01012341234", string more = "") =>
        SendSmsAsync(vendor, to, AdvertisementText, $", \"purpose\": \"advertisement\" {more}");

    /// <summary>Sends messages to so many numbers, 1,000 a request, as a campaign does.</summary>
    public async Task SendManyAsync(string vendor, int count, string lane = "bulk")
    {
        foreach (var part in Enumerable.Range(0, count).Chunk(1000))
        {
            var to = string.Join(",", part.Select(i => $"\"010{i:D8}\""));
            var answer = await PostAsync("/v1/messages", $$"""{ "channel": "sms", "vendor": "{{vendor}}", "from": "15777985", "to": [{{to}}], "text": "광고", "priority": "{{lane}}" }""");
            Assert.True(answer.Status == 202, answer.ToString());
        }
    }

    public async Task<string> StatusAsync(string id) => (string)(await GetAsync($"/v1/messages/{id}")).Json["status"]!;

    public Task<string> ReachesAsync(string id, string status, int seconds = 30) =>
        Eventually.GetAsync(() => StatusAsync(id), seen => seen == status, $"message {id} is {status}", seconds);
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GatewaySamples;

/// <summary>A shop that sends through the gateway. See README.md beside this file.</summary>
public sealed class Shop(HttpClient gateway, string key)
{
    /// <summary>The message's id.</summary>
    public async Task<string> SendAsync(string number, string text)
    {
        var message = new { channel = "sms", from = "15777985", to = number, text };
        var answer = await CallAsync("/v1/messages", JsonContent.Create(message), Guid.NewGuid().ToString());
        return (string)answer["messages"]![0]!["id"]!;
    }

    /// <summary>The batch's id, and how many lines were accepted and rejected.</summary>
    public async Task<string> CampaignAsync(string path)
    {
        var table = await File.ReadAllBytesAsync(path);
        var content = new ByteArrayContent(table) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

        // A repeated upload of the same file sends nothing twice.
        var once = Convert.ToHexString(SHA256.HashData(table));
        var batch = await CallAsync("/v1/batches?channel=sms&from=15777985&priority=bulk", content, once);
        return $"{batch["id"]} {batch["accepted"]} {batch["rejected"]}";
    }

    /// <summary>Standard Webhooks, over the body as it came, before anything has parsed it.</summary>
    public static bool Verify(string secret, string id, string timestamp, string signatures, string body)
    {
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp, null);
        var signingKey = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        var signature = HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(signature));
        return Math.Abs(age) <= 300 && signatures.Split(' ').Any(
            one => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), expected));
    }

    /// <summary>Repeat it with the same key when the connection breaks: it is carried out once.</summary>
    private async Task<JsonNode> CallAsync(string path, HttpContent content, string once)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("Idempotency-Key", once);
        using var answer = await gateway.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonNode>();
        return answer.IsSuccessStatusCode ? body! : throw new HttpRequestException($"{body}");
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Acceptance.Uploads;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.DryRuns;

/// <summary>A request that is tried, and may be sent afterwards.</summary>
internal sealed record TriedRequest(string Path, byte[] Body, string Type = "application/json")
{
    private const string Boundary = "tried";

    public static TriedRequest Message(string fields) =>
        Json("/v1/messages", $$"""{ "channel": "sms", "vendor": "kpg", "from": "15777985", {{fields}} }""");

    public static TriedRequest Batch(string messages, string more = "") => Json(
        "/v1/batches",
        $$"""
          { {{more}} "defaults": { "channel": "sms", "vendor": "kpg", "from": "15777985" }, "messages": [{{messages}}] }
          """);

    public static TriedRequest Json(string path, string body) => new(path, Encoding.UTF8.GetBytes(body));

    public static TriedRequest Lines(string lines, string query = "") =>
        Upload(Encoding.UTF8.GetBytes(lines), "application/x-ndjson", query);

    public static TriedRequest Table(string table, string query = "") =>
        Upload(Encoding.UTF8.GetBytes(table), Sheet.Csv, query);

    public static TriedRequest Upload(byte[] file, string type, string query = "") =>
        new($"{Sheet.Sms}&vendor=kpg{query}", file, type);

    /// <summary>With the file before its defaults, so that it is kept on the disk meanwhile.</summary>
    public static TriedRequest Form(string defaults, string table) => new(
        "/v1/batches",
        Encoding.UTF8.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{table}\r\n"
            + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"defaults\"\r\n\r\n{defaults}\r\n--{Boundary}--\r\n"),
        $"multipart/form-data; boundary={Boundary}");

    public Task<Answer> SendAsync(Api api, params (string Name, string Value)[] headers) =>
        api.PostAsync(Path, Body, Type, headers);

    public Task<Answer> TryAsync(Api api, params (string Name, string Value)[] headers) =>
        api.PostAsync(Path + (Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "dryRun=true", Body, Type, headers);

    public async Task<JsonNode> TriedAsync(Api api)
    {
        var answer = await TryAsync(api);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Json;
    }
}

using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Acceptance.Uploads;

/// <summary>Tables as senders upload them, with an account of their own each.</summary>
internal static class Sheet
{
    public const string TestKey = """ "test": true """;
    public const string Csv = "text/csv";
    public const string Sms = "/v1/batches?channel=sms&from=15777985";

    public static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    public static Task<Answer> UploadAsync(this Tenant tenant, string table, string query = "", string type = Csv) =>
        tenant.UploadAsync(Encoding.UTF8.GetBytes(table), query, type);

    public static Task<Answer> UploadAsync(this Tenant tenant, byte[] table, string query = "", string type = Csv, params (string, string)[] headers) =>
        tenant.Api.PostAsync(Sms + query, table, type, headers);

    /// <summary><c>202 2 1</c>: status, accepted, rejected.</summary>
    public static string Said(this Answer answer) => answer.Status == 202 ? $"202 {answer.Json["accepted"]} {answer.Json["rejected"]}" : answer.ToString();

    /// <summary><c>3 invalid_phone /to/phone</c> of each fault.</summary>
    public static IEnumerable<string> Faults(this Answer answer) =>
        answer.Json["errors"]!.AsArray().Select(fault => $"{fault!["line"]} {fault["code"]} {fault["pointer"]}".Trim());

    /// <summary>Number, name and text of each message of an upload, in order of their numbers.</summary>
    public static async Task<IReadOnlyList<string>> MessagesAsync(this Tenant tenant, Answer upload)
    {
        Assert.True(upload.Status == 202, upload.ToString());
        var page = await tenant.Api.GetAsync($"/v1/messages?limit=200&batchId={upload.Json["id"]}");
        return [.. page.Json["items"]!.AsArray().Select(item => $"{item!["to"]!["phone"]} {item["to"]!["name"]} {item["text"]}").Order(StringComparer.Ordinal)];
    }
}

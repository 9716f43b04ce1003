using System.Net.Http.Headers;
using System.Text;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Messages.Results;

/// <summary>A file of messages, read as RFC 4180 says.</summary>
/// <param name="Records">The lines; the first is the header.</param>
/// <param name="Text">The file without its mark.</param>
/// <param name="Headers">Of the answer.</param>
internal sealed record Csv(IReadOnlyList<IReadOnlyList<string>> Records, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<Csv> ReadAsync(Api api, string query = "", string language = "en")
    {
        var (answer, bytes) = await api.DownloadAsync(Request(query, language, "text/csv"));
        Assert.Equal((200, "text/csv; charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble), answer.Text);
        return new Csv(Split(answer.Text), answer.Text, answer.Headers);
    }

    public static Task<Answer> AskAsync(Api api, string query = "", string accept = "text/csv") =>
        api.SendAsync(Request(query, "en", accept));

    private static HttpRequestMessage Request(string query, string language, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/messages" + query);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        return request;
    }

    /// <summary>The values of a column, one for each message.</summary>
    public IEnumerable<string> Column(string name)
    {
        var index = Records[0].ToList().IndexOf(name);
        Assert.True(index >= 0, $"no column {name} in {string.Join(',', Records[0])}");
        return Records.Skip(1).Select(record => record[index]);
    }

    /// <summary>A value of the only message.</summary>
    public string One(string name) => Assert.Single(Column(name));

    private static List<IReadOnlyList<string>> Split(string text)
    {
        var (records, record, value, isQuoted) = (new List<IReadOnlyList<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when isQuoted && i + 1 < text.Length && text[i + 1] == '"':
                    value.Append(text[i++]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' or '\r' when !isQuoted:
                    record.Add(value.ToString());
                    value.Clear();
                    break;
                case '\n' when !isQuoted:
                    records.Add(record);
                    record = [];
                    break;
                default:
                    value.Append(text[i]);
                    break;
            }
        }

        Assert.Equal((false, 0, 0), (isQuoted, record.Count, value.Length));
        Assert.All(records, line => Assert.Equal(records[0].Count, line.Count));
        return records;
    }
}

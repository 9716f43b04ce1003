using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Accounts;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>
/// Every value that the served document lists the words of, in bodies, queries, forms and columns: lists, numbers, blanks and other case are refused with all words, and each word itself is taken.
/// Found by walking the document, so that a new field cannot be forgotten.
/// </summary>
public sealed class ClosedValues(SharedGateway gateway)
{
    private const string Nobody = "01a1fae5-ff79-720d-bb24-871ec6eb9fcd";
    private const int Deepest = 8;

    /// <summary>Stand for a number and for an array, which are no text.</summary>
    private const string Zero = "(0)";
    private const string InList = "([])";

    /// <summary>Codes of faults in a word. Other faults of the same place are about what the word means there.</summary>
    private static readonly string[] Refusals = ["invalid_type", "unknown_value", "unknown_vendor", "unknown_channel", "unknown_scope", "unknown_event", "invalid_button_type", "invalid_channel"];

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Of_bodies_are_one_exact_word()
    {
        var document = await ApiDocument.ReadAsync(_api);
        var places = ApiRoute.All(document)
            .SelectMany(route => route.Bodies.Where(body => body.ContentType == "application/json").SelectMany(body => Places(document, body.Schema, "", 0).Select(place => (Route: route, place.Pointer, place.Words))))
            .Where(place => !IsOfMessagesThatAreStored(place.Route, place.Pointer))
            .ToList();
        var wrong = new List<string>();
        foreach (var (route, pointer, words) in places)
        {
            wrong.AddRange(await WrongAsync($"{route.Method} {route.Path} {pointer}", ToldAt(pointer), words, [.. Strings(words), Zero, InList, .. pointer.EndsWith("/0", StringComparison.Ordinal) ? [null] : Array.Empty<object?>()], value => SendAsync(route, pointer, value)));
        }

        Assert.True(places.Count > 25, $"only {places.Count} places were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task Of_queries_are_one_exact_word_or_a_list_of_them_where_that_is_documented()
    {
        var document = await ApiDocument.ReadAsync(_api);
        var places = ApiRoute.All(document).SelectMany(route => route.Parameters.Where(parameter => parameter.In == "query" && parameter.Words.Count > 0).Select(parameter => (Route: route, Parameter: parameter))).ToList();
        var wrong = new List<string>();
        foreach (var (route, parameter) in places)
        {
            var words = parameter.Words;
            var many = (string?)parameter.Schema!["type"] == "array";
            var others = Strings(words).Where(text => !many || !text.Split(',').All(words.Contains));
            wrong.AddRange(await WrongAsync($"{route.Method} {route.Path} ?{parameter.Name}", "?" + parameter.Name, words, [.. others], value => AskAsync(route, parameter.Name, value?.ToString() ?? "")));
            if (many && (await AskAsync(route, parameter.Name, string.Join(',', words))).Status == 400)
            {
                wrong.Add($"{route.Path} ?{parameter.Name} takes no list");
            }
        }

        Assert.True(places.Count > 10, $"only {places.Count} parameters were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_uploaded_lines_are_one_exact_word(bool csv)
    {
        var document = await ApiDocument.ReadAsync(_api);
        var places = Places(document, document["components"]!["schemas"]!["SendMessageRequest"], "", 0).Where(place => !csv || place.Pointer.LastIndexOf('/') == 0).ToList();
        var wrong = new List<string>();
        foreach (var (pointer, words) in places)
        {
            // A line holds no line end, and an empty cell is a field that is left out.
            object?[] others = [.. Strings(words).Where(text => text.Length > 0 && text.IndexOfAny(['\n', '\0']) < 0)];
            wrong.AddRange(await WrongAsync(pointer, pointer, words, others, value => csv ? UploadAsync("text/csv", Table(pointer[1..], (string)value!)) : UploadAsync("application/x-ndjson", Body(pointer, value).ToJsonString())));
        }

        Assert.True(places.Count >= (csv ? 4 : 7), $"only {places.Count} fields were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task Of_a_form_are_one_exact_word()
    {
        string[] words = ["mms", "fax", "voice"];
        var wrong = await WrongAsync("channel", "/channel", words, [.. Strings(words)], async value =>
        {
            using var form = new MultipartFormDataContent { { new StringContent((string)value!), "channel" } };
            return await _api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Theory]
    [InlineData("E_OK", 200)]
    [InlineData("0", 200)]
    [InlineData("e_ok", 404)]
    [InlineData("E_OK,E_REPORT_EXPIRED", 404)]
    [InlineData("E_OK%20", 404)]
    [InlineData("+0", 404)]
    public async Task Of_a_path_are_one_exact_word(string name, int status) => Assert.Equal(status, (await _api.GetAsync($"/v1/result-codes/{name}")).Status);

    /// <summary>Nothing of what had been accepted as "normal,bulk" may be there: the lists of the account break off at it.</summary>
    [Fact]
    public async Task Leave_the_lists_of_an_account_readable()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        foreach (var field in new[] { "\"priority\": \"normal,bulk\"", "\"channel\": \"sms,lms\"", "\"purpose\": \"transactional,advertisement\"", "\"onTooLong\": \"reject,upgrade\"", "\"onUnmappable\": \"reject,replace\"" })
        {
            var body = $$"""{ "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a", {{(field.Contains("channel", StringComparison.Ordinal) ? "" : "\"channel\": \"sms\", ")}}{{field}} }""";
            Assert.Equal(400, (await tenant.Api.PostAsync("/v1/messages", body)).Status);
        }

        foreach (var list in new[] { "/v1/messages", "/v1/messages?status=accepted,scheduled", "/v1/batches", "/v1/stats", "/v1/events" })
        {
            Assert.Equal(200, (await tenant.Api.GetAsync(list)).Status);
        }
    }

    private static async Task<List<string>> WrongAsync(string name, string pointer, IReadOnlyList<string> words, IReadOnlyList<object?> others, Func<object?, Task<Answer>> send)
    {
        var wrong = new List<string>();
        foreach (var other in others)
        {
            var answer = await send(other);
            if ((Refusal(answer, pointer) ?? Refusal(answer, pointer.Replace("/messages/0/kakao", "/defaults/kakao", StringComparison.Ordinal))) is not { } detail || !words.All(word => detail.Contains(word, StringComparison.Ordinal)))
            {
                wrong.Add($"{name} = {JsonSerializer.Serialize(other)}: {answer}");
            }
        }

        foreach (var word in words)
        {
            if (await send(word) is var answer && Refusal(answer, pointer) is not null)
            {
                wrong.Add($"{name} = {word}: {answer}");
            }
        }

        return wrong;
    }

    /// <summary>What is said of a word at a place; null when nothing is.</summary>
    private static string? Refusal(Answer answer, string pointer) => answer.Status is not (202 or 400 or 422) ? null : (answer.Json["errors"] as JsonArray ?? [])
        .Where(fault => (string?)fault!["pointer"] == pointer && Refusals.Contains((string?)fault["code"])).Select(fault => (string?)fault!["detail"]).FirstOrDefault();

    private static IEnumerable<string> Strings(IReadOnlyList<string> words) => words.SelectMany(word => NotQuite.Words(word, words[^1] == word ? words[0] : words[^1])).Append("").Except(words);

    private Task<Answer> SendAsync(ApiRoute route, string pointer, object? value) => SendAsync(route.Method, Filled(route), Body(pointer, value).ToJsonString());

    private Task<Answer> SendAsync(string method, string path, string body) =>
        _api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });

    private Task<Answer> AskAsync(ApiRoute route, string name, string value)
    {
        var path = $"{Filled(route)}?{name}={Uri.EscapeDataString(value)}";
        var form = route.Bodies.Any(body => body.ContentType == "multipart/form-data") && !route.Bodies.Any(body => body.ContentType == "text/csv");
        var json = route.Bodies.Count > 0 && route.Bodies.All(body => body.ContentType == "application/json");
        return route.Method == "GET" ? _api.GetAsync(path)
            : json ? _api.PostAsync(path, "{}")
            : _api.PostAsync(path, "to\n010"u8.ToArray(), form ? "multipart/form-data; boundary=b" : "text/csv");
    }

    private Task<Answer> UploadAsync(string type, string lines) => _api.PostAsync("/v1/batches", Encoding.UTF8.GetBytes(lines), type);

    private static string Table(string column, string value) => $"to,text,from,vendor,{(column == "channel" ? "" : "channel,")}{column}\n010,a,1,nobody,{(column == "channel" ? "" : "sms,")}\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Filled(ApiRoute route) => string.Join('/', route.Path.Split('/').Select(part => part == "{accountId}" ? Caller.DefaultAccount.ToString() : part.StartsWith('{') ? Nobody : part));

    /// <summary>A body that has nothing but the place, and what its rules look at before: never one that would be accepted.</summary>
    private static JsonNode Body(string pointer, object? value)
    {
        JsonNode? node = value switch { null => null, Zero => JsonValue.Create(0), InList => new JsonArray("a"), _ => JsonValue.Create((string)value) };
        foreach (var part in pointer.Split('/').Skip(1).Reverse())
        {
            node = part == "0" ? new JsonArray(node) : new JsonObject { [part] = node };
            if (part == "kakao")
            {
                node["channel"] = "alimtalk";
            }
        }

        if (IsDefaultText(pointer))
        {
            node!["messages"] = new JsonArray(new JsonObject { ["to"] = "010" });
        }

        return node!;
    }

    /// <summary>A text in the defaults of a batch is looked at in the message that it completes.</summary>
    private static string ToldAt(string pointer) => IsDefaultText(pointer) ? "/messages/0" + pointer["/defaults".Length..] : pointer;

    /// <summary>
    /// A text in the defaults of a resend is looked at in the messages of the batch, which must be there: one that is
    /// wrong rejects them, with the fault of the same rule. A change of a template is looked at together with what stays
    /// of it, which must be there too.
    /// </summary>
    private static bool IsOfMessagesThatAreStored(ApiRoute route, string pointer) =>
        (route.Path.EndsWith("/resend", StringComparison.Ordinal) && IsDefaultText(pointer))
        || (route is { Method: "PATCH", Path: "/v1/templates/{id}" } && pointer.StartsWith("/kakao/", StringComparison.Ordinal));

    private static bool IsDefaultText(string pointer) => pointer.StartsWith("/defaults/kakao/", StringComparison.Ordinal);

    private static IEnumerable<(string Pointer, IReadOnlyList<string> Words)> Places(JsonNode document, JsonNode? schema, string pointer, int depth)
    {
        if ((string?)schema?["$ref"] is { } reference)
        {
            schema = document["components"]!["schemas"]![reference.Split('/')[^1]];
        }

        if (schema is null || depth > Deepest)
        {
            return [];
        }

        if (schema["enum"] is JsonArray words)
        {
            return [(pointer, [.. words.Select(word => (string)word!)])];
        }

        var parts = (schema["properties"] as JsonObject ?? []).SelectMany(property => Places(document, property.Value, $"{pointer}/{property.Key}", depth + 1));
        return (schema["allOf"] as JsonArray ?? []).SelectMany(part => Places(document, part, pointer, depth))
            .Concat(schema["items"] is { } items ? Places(document, items, string.Create(CultureInfo.InvariantCulture, $"{pointer}/0"), depth + 1) : [])
            .Concat(parts);
    }
}

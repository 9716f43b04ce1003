using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Tests.Hostile;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Acceptance;

/// <summary>Every field and query that takes a phone number reads it alike: each door is walked with every form.</summary>
public sealed partial class NumbersAsPeopleWriteThem(SharedGateway gateway)
{
    private const string Person = "01023451234";
    private const string Firm = "0223451234";

    private static readonly string[] Persons =
    [
        Person, "010-2345-1234", "\u202d010-2345-1234\u202c", "010\u00ad2345\u00ad1234", "010‑2345–1234", "０１０２３４５１２３４",
        "0082 10 2345 1234", "821023451234", "tel:010-2345-1234", "+82 (0)10-2345-1234",
    ];

    private static readonly string[] Firms =
        [Firm, "02-2345-1234", "\u206602-2345-1234\u2069", "０２－２３４５－１２３４", "+82 2 2345 1234", "82 (0)2 2345 1234"];

    private static readonly (string Given, string Code)[] NoPersons =
    [
        ("082-2-1234-5678", "invalid_phone"), ("010-1234-123", "invalid_phone"), ("112", "invalid_phone"), ("02-1588-1234", "invalid_phone"),
        ("01012341234 내선 3", "invalid_phone"), ("01012341234; 01056785678", "several_numbers"),
    ];

    private static readonly string[] NoFirms = ["02-1588-1234", "0504-123-4567", "010-0123-4567", "012-345-6789", "1999-1234"];

    /// <summary>Named like a door for numbers, and none: these are times.</summary>
    private static readonly string[] Times =
    [
        "GET /v1/stats ?from", "GET /v1/stats ?to", "GET /v1/stats/reconciliation ?from", "GET /v1/stats/reconciliation ?to",
        "POST /v1/webhooks/{id}/replay from", "POST /v1/webhooks/{id}/replay to",
    ];

    /// <summary>In the document, because defaults have the fields of a message; a resend takes no recipients.</summary>
    private static readonly string[] Refused = ["POST /v1/batches/{id}/resend to", "POST /v1/batches/{id}/resend phone"];

    /// <summary>What became of a number behind each door: its digits, or the code of the fault.</summary>
    private static readonly Dictionary<string, Func<Visit, string, Task<string>>> ToPersons = new()
    {
        ["POST /v1/messages to"] = async (visit, given) => Sent(await visit.SendAsync(Json(given))),
        ["POST /v1/messages phone"] = async (visit, given) => Sent(await visit.SendAsync($$"""{ "phone": {{Json(given)}} }""")),
        ["POST /v1/batches to"] = (visit, given) => visit.BatchAsync($$"""{ "messages": [ {{Sms(Json(given))}} ] }"""),
        ["POST /v1/batches phone"] = (visit, given) => visit.UploadAsync("from=15777985", $"to\n\"{given}\"\n"),
        ["POST /v1/optouts number"] = (visit, given) => visit.RefuseAsync($$"""{ "number": {{Json(given)}} }""", "application/json"),
        ["POST /v1/optouts numbers"] = (visit, given) => visit.RefuseAsync($$"""{ "numbers": [{{Json(given)}}] }""", "application/json"),
        ["POST /v1/optouts (file)"] = (visit, given) => visit.RefuseAsync($"number\n\"{given}\"\n", "text/csv"),
        ["GET /v1/optouts ?number"] = (visit, given) => visit.FindRefusedAsync(given),
        ["GET /v1/messages ?to"] = (visit, given) => visit.FindSentAsync("to", "phone", given),
    };

    private static readonly Dictionary<string, Func<Visit, string, Task<string>>> FromFirms = new()
    {
        ["POST /v1/messages from"] = async (visit, given) => await visit.SenderOfAsync(await visit.SendAsync($"\"{Person}\"", given)),
        ["POST /v1/batches from"] = (visit, given) => visit.BatchAsync(
            $$"""{ "defaults": { "from": {{Json(given)}} }, "messages": [ { "channel": "sms", "vendor": "kpg", "to": "{{Person}}", "text": "a" } ] }""", "from"),
        ["POST /v1/batches ?from"] = (visit, given) => visit.UploadAsync($"from={Uri.EscapeDataString(given)}", $"to\n{Person}\n", "from"),
        ["POST /v1/batches/{id}/resend from"] = (visit, given) => visit.ResendAsync(given),
        ["POST /v1/batches (column)"] = (visit, given) => visit.UploadAsync("priority=normal", $"to,from\n{Person},\"{given}\"\n", "from"),
        ["POST /v1/senders number"] = (visit, given) => visit.RegisterAsync(given),
        ["POST /v1/accounts defaultSender"] = (visit, given) => visit.AccountAsync(given, null),
        ["PUT /v1/accounts/{id} defaultSender"] = (visit, given) => visit.AccountAsync(given, visit.Tenant.Id),
        ["GET /v1/messages ?from"] = (visit, given) => visit.FindSentAsync("from", null, given),
    };

    public static TheoryData<string> DoorsForPersons { get; } = [.. ToPersons.Keys];

    public static TheoryData<string> DoorsForFirms { get; } = [.. FromFirms.Keys];

    [Fact]
    public async Task Every_door_for_numbers_is_walked()
    {
        var document = await ApiDocument.ReadAsync(gateway.Ready());
        var found = ApiRoute.All(document).SelectMany(route => Named(route, document)).Distinct().Except([.. Times, .. Refused]);

        Assert.Equal(found.Order(), ToPersons.Keys.Concat(FromFirms.Keys).Where(door => !door.EndsWith(')')).Order());
    }

    [Theory]
    [MemberData(nameof(DoorsForPersons))]
    public async Task Finds_one_person_in_every_form(string door)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var visit = new Visit(tenant, gateway.Api);
        await visit.SendAsync($"\"{Person}\"");
        await visit.RefuseAsync($$"""{ "number": "{{Person}}" }""", "application/json");

        foreach (var form in Persons)
        {
            Assert.Equal((form, Person), (form, await ToPersons[door](visit, form)));
        }

        foreach (var (given, code) in NoPersons)
        {
            Assert.Equal((given, code), (given, await ToPersons[door](visit, given)));
        }
    }

    [Theory]
    [MemberData(nameof(DoorsForFirms))]
    public async Task Shows_one_sender_in_every_form(string door)
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        var visit = new Visit(tenant, gateway.Api);
        await visit.SendAsync($"\"{Person}\"", Firm);

        foreach (var form in Firms)
        {
            Assert.Equal((form, Firm), (form, await FromFirms[door](visit, form)));
        }

        foreach (var given in NoFirms)
        {
            Assert.Equal((given, "invalid_sender"), (given, await FromFirms[door](visit, given)));
        }
    }

    [Fact]
    public async Task Keeps_an_opt_out_in_every_form()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        await tenant.Api.PostAsync("/v1/optouts", """{ "number": "\u202d+82 (0)10‑2345‑1234\u202c" }""");

        foreach (var form in Persons)
        {
            var answer = await tenant.Api.PostAsync("/v1/messages", Sms(Json(form)).Replace("\"text\"", "\"purpose\": \"advertisement\", \"text\"", StringComparison.Ordinal)
                .Replace("\"a\"", $"\"{Api.AdvertisementText}\"", StringComparison.Ordinal));
            Assert.Equal((form, "opted_out"), (form, Code(answer)));
        }
    }

    [Fact]
    public async Task Sends_from_a_special_number_that_is_registered_and_approved_alone()
    {
        using var tenant = await Tenant.CreateAsync(gateway.Ready());
        using var stranger = await Tenant.CreateAsync(gateway.Ready());
        var body = Sms($"\"{Person}\"", "1366");

        var before = await tenant.Api.PostAsync("/v1/messages", body);
        var registered = await tenant.Api.PostAsync("/v1/senders", """{ "number": "1366" }""");
        var pending = await tenant.Api.PostAsync("/v1/messages", body);
        await gateway.Api.PostAsync($"/v1/senders/{registered.Json["id"]}/approve", "");
        var after = await tenant.Api.PostAsync("/v1/messages", body);
        var strange = await stranger.Api.PostAsync("/v1/messages", body);

        Assert.Equal((422, "invalid_sender"), (before.Status, Code(before)));
        Assert.Equal((201, "pending"), (registered.Status, (string)registered.Json["state"]!));
        Assert.Equal((422, "invalid_sender"), (pending.Status, Code(pending)));
        Assert.True(after.Status == 202, after.ToString());
        Assert.Equal((422, "invalid_sender"), (strange.Status, Code(strange)));
    }

    private static string Sms(string to, string from = "15777985") =>
        $$"""{ "channel": "sms", "vendor": "kpg", "from": {{Json(from)}}, "to": {{to}}, "text": "a" }""";

    private static string Json(string given) => JsonValue.Create(given).ToJsonString();

    private static string Sent(Answer answer) => answer.Status == 202 ? (string)answer.Json["messages"]![0]!["to"]! : Code(answer);

    private static string Code(Answer answer) => answer.Json["errors"] is JsonArray { Count: > 0 } faults ? (string)faults[0]!["code"]! : answer.ToString();

    private static IEnumerable<string> Named(ApiRoute route, JsonNode document)
    {
        foreach (var parameter in route.Parameters.Where(parameter => NumberName().IsMatch(parameter.Name)))
        {
            yield return $"{route.Method} {route.Path} ?{parameter.Name}";
        }

        foreach (var name in route.Bodies.SelectMany(body => Fields(body.Schema, document, [])).Where(name => NumberName().IsMatch(name)))
        {
            yield return $"{route.Method} {route.Path} {name}";
        }
    }

    /// <summary>The names of all fields of a body, however deep.</summary>
    private static IEnumerable<string> Fields(JsonNode? schema, JsonNode document, HashSet<string> seen) => schema switch
    {
        JsonObject known when (string?)known["$ref"] is { } reference => seen.Add(reference) ? Fields(document["components"]!["schemas"]![reference.Split('/')[^1]], document, seen) : [],
        JsonObject known => (known["properties"] as JsonObject ?? []).Select(field => field.Key)
            .Concat(known.SelectMany(part => part.Key == "properties" ? part.Value!.AsObject().SelectMany(field => Fields(field.Value, document, seen)) : Fields(part.Value, document, seen))),
        JsonArray parts => parts.SelectMany(part => Fields(part, document, seen)),
        _ => [],
    };

    [GeneratedRegex("^(to|from|phones?|numbers?|senders?|recipients?|callers?|callback)$|(Phone|Number|Sender|Recipient|Callback)s?$")]
    private static partial Regex NumberName();

    /// <summary>An account that goes through the doors.</summary>
    private sealed record Visit(Tenant Tenant, Api Operator)
    {
        public Task<Answer> SendAsync(string to, string from = "15777985") => Tenant.Api.PostAsync("/v1/messages", Sms(to, from));

        public async Task<string> SenderOfAsync(Answer sent) =>
            sent.Status == 202 ? (string)(await Tenant.Api.GetAsync($"/v1/messages/{sent.Json["messages"]![0]!["id"]}")).Json["from"]! : Code(sent);

        public async Task<string> BatchAsync(string body, string field = "to") => await InBatchAsync(await Tenant.Api.PostAsync("/v1/batches", body), field);

        public async Task<string> UploadAsync(string query, string table, string field = "to") => await InBatchAsync(
            await Tenant.Api.PostAsync($"/v1/batches?{query}&channel=sms&vendor=kpg&text=a", Encoding.UTF8.GetBytes(table), "text/csv"), field);

        /// <summary>Sends a message that was canceled again, from another number.</summary>
        public async Task<string> ResendAsync(string from)
        {
            var first = await Tenant.Api.PostAsync("/v1/batches", $$"""
                { "defaults": { "scheduledAt": "{{TimeProvider.System.GetUtcNow().AddDays(1):O}}" },
                  "messages": [ {{Sms($"\"{Person}\"")}} ], "name": "{{Guid.NewGuid():N}}" }
                """);
            await Tenant.Api.PostAsync($"/v1/batches/{first.Json["id"]}/cancel", "");
            var again = await Tenant.Api.PostAsync(
                $"/v1/batches/{first.Json["id"]}/resend",
                $$"""{ "statuses": ["canceled"], "defaults": { "from": {{Json(from)}} } }""");
            return again.Status == 202 ? await InBatchAsync(again, "from") : Code(again);
        }

        public async Task<string> RefuseAsync(string body, string contentType)
        {
            var answer = await Tenant.Api.PostAsync("/v1/optouts", Encoding.UTF8.GetBytes(body), contentType);
            return answer.Status != 201 || answer.Json["errors"]!.AsArray().Count > 0 ? Code(answer)
                : (string)Assert.Single((await Tenant.Api.GetAsync("/v1/optouts")).Json["items"]!.AsArray())!["number"]!;
        }

        public async Task<string> FindRefusedAsync(string number)
        {
            var answer = await Tenant.Api.GetAsync($"/v1/optouts?number={Uri.EscapeDataString(number)}");
            return answer.Status == 200 ? (string)Assert.Single(answer.Json["items"]!.AsArray())!["number"]! : Code(answer);
        }

        public async Task<string> FindSentAsync(string query, string? field, string number)
        {
            var answer = await Tenant.Api.GetAsync($"/v1/messages?{query}={Uri.EscapeDataString(number)}");
            var found = answer.Status == 200 ? answer.Json["items"]!.AsArray().FirstOrDefault()?[query] : null;
            return answer.Status != 200 ? Code(answer) : found is null ? "nothing" : (string)(field is null ? found : found[field]!)!;
        }

        public async Task<string> RegisterAsync(string number)
        {
            var answer = await Tenant.Api.PostAsync("/v1/senders", $$"""{ "number": {{Json(number)}} }""");
            return answer.Status == 201 || Code(answer) == "already_registered"
                ? (string)Assert.Single((await Tenant.Api.GetAsync("/v1/senders")).Json["items"]!.AsArray())!["number"]! : Code(answer);
        }

        public async Task<string> AccountAsync(string defaultSender, string? id)
        {
            var request = new HttpRequestMessage(id is null ? HttpMethod.Post : HttpMethod.Put, id is null ? "/v1/accounts" : $"/v1/accounts/{id}")
            {
                Content = new StringContent($$"""{ "name": "{{Guid.NewGuid():N}}", "defaultSender": {{Json(defaultSender)}} }""", Encoding.UTF8, "application/json"),
            };
            var answer = await Operator.SendAsync(request);
            return answer.Status is 200 or 201 ? (string)answer.Json["defaultSender"]! : Code(answer);
        }

        private async Task<string> InBatchAsync(Answer answer, string field)
        {
            if (answer.Status != 202 || (int)answer.Json["accepted"]! == 0)
            {
                return Code(answer);
            }

            var message = Assert.Single((await Tenant.Api.GetAsync($"/v1/messages?batchId={answer.Json["id"]}")).Json["items"]!.AsArray())!;
            return (string)(field == "to" ? message["to"]!["phone"]! : message[field]!)!;
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Gateway.Accounts;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Hostile;

/// <summary>What a route does not know is refused before it does anything, with the name that was probably meant. Found by walking the document.</summary>
public sealed class UnknownNames(SharedGateway gateway)
{
    private const string Nobody = "01a1fae5-ff79-720d-bb24-871ec6eb9fcd";

    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task In_the_query_of_any_route_are_refused_all_at_once()
    {
        var wrong = new List<string>();
        foreach (var route in await RoutesAsync())
        {
            var answer = await AskAsync(route, "nonsense=1&dryRum=true&=2&nonsense=3");
            wrong.AddRange(answer.Status == 400 && Faults(answer) == "? unknown_parameter, ?dryRum unknown_parameter, ?nonsense unknown_parameter" ? [] : [$"{route.Method} {route.Path}: {answer}"]);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task In_the_query_of_any_route_are_told_the_name_that_was_meant()
    {
        var wrong = new List<string>();
        foreach (var (route, name) in await ParametersAsync())
        {
            var (swapped, upper) = (name[1..2] + name[..1] + name[2..], name.ToUpperInvariant());
            var answer = await AskAsync(route, $"{swapped}=1&{upper}=1");
            var hints = (answer.Json["errors"] as JsonArray ?? []).Count(fault => ((string)fault!["detail"]!).Contains($"Did you mean '{name}'?", StringComparison.Ordinal));
            wrong.AddRange(hints == 2 ? [] : [$"{route.Method} {route.Path} {name}: {answer}"]);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task In_a_query_are_those_and_no_others_that_the_document_has()
    {
        var wrong = new List<string>();
        foreach (var (route, name) in await ParametersAsync())
        {
            var answer = await AskAsync(route, $"{name}=1");
            wrong.AddRange(answer.Text.Contains("unknown_parameter", StringComparison.Ordinal) ? [$"{route.Method} {route.Path} {name}: {answer}"] : []);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task Do_not_pass_as_repetitions_or_without_a_value()
    {
        var wrong = new List<string>();
        foreach (var (route, parameter) in await RoutesWithParametersAsync())
        {
            var many = (string?)parameter.Schema!["type"] == "array";
            foreach (var (query, refused) in new[] { ($"{parameter.Name}=1&{parameter.Name}=1", !many), ($"{parameter.Name}=", true), (parameter.Name, true), ($"{parameter.Name}=%20", true), ($"{parameter.Name}=%00", true) })
            {
                var answer = await AskAsync(route, query);
                wrong.AddRange(!refused || (answer.Status == 400 && Faults(answer).Contains($"?{parameter.Name} ", StringComparison.Ordinal)) ? [] : [$"{route.Method} {route.Path} {query}: {answer}"]);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task In_any_body_are_refused_with_the_name_that_was_meant()
    {
        var document = await ApiDocument.ReadAsync(_api);
        var wrong = new List<string>();
        var places = 0;
        foreach (var route in ApiRoute.All(document))
        {
            foreach (var schema in route.Bodies.Where(body => body.ContentType == "application/json").Select(body => document["components"]!["schemas"]![((string)body.Schema!["$ref"]!).Split('/')[^1]]!))
            {
                var field = schema["properties"]!.AsObject().Select(property => property.Key).First();
                var misspelt = field.Insert(1, "x");
                var answer = await _api.SendAsync(new HttpRequestMessage(new HttpMethod(route.Method), Filled(route)) { Content = new StringContent($$"""{ "{{misspelt}}": 1, "nonsense": {} }""", Encoding.UTF8, "application/json") });
                places++;
                wrong.AddRange(answer.Status == 400 && Faults(answer).Contains($"/{misspelt} unknown_field", StringComparison.Ordinal) && Faults(answer).Contains("/nonsense unknown_field", StringComparison.Ordinal)
                    && Hints(answer).Contains($"Did you mean '{field}'?", StringComparison.Ordinal) ? [] : [$"{route.Method} {route.Path}: {answer}"]);
            }
        }

        Assert.True(places > 10, $"only {places} bodies were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    [Fact]
    public async Task In_a_form_are_refused_with_the_name_that_was_meant()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "fiel", "a.jpg" }, { new StringContent("mms"), "Channel" } };

        var answer = await _api.PostAsync("/v1/files", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());

        Assert.Equal((400, "/Channel unknown_field, /fiel unknown_field"), (answer.Status, Faults(answer)));
        Assert.Contains("Did you mean 'file'?", Hints(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_let_a_misspelt_time_or_a_dry_run_send_at_once()
    {
        using var tenant = await Tenant.CreateAsync(_api);
        var body = """{ "defaults": { "channel": "sms", "vendor": "kpg", "from": "15777985", "text": "a" }, "messages": [ { "to": "01012341234" } ] }""";

        Assert.Equal(400, (await tenant.Api.PostAsync("/v1/batches?scheduledAt=2030-01-01T00:00:00Z&dryRun=true", body)).Status);
        Assert.Equal(400, (await tenant.Api.PostAsync("/v1/batches?scheduledAt=2030-01-01T00:00:00Z", body)).Status);
        Assert.Equal(400, (await tenant.Api.PostAsync("/v1/messages?scheduledAt=2030-01-01T00:00:00Z", """{ "channel": "sms", "vendor": "kpg", "from": "15777985", "to": "01012341234", "text": "a" }""")).Status);
        Assert.Empty((await tenant.Api.GetAsync("/v1/messages")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Of_load_balancers_are_nothing_to_health() => Assert.Equal(200, (await _api.GetAsync("/health/live?probe=1")).Status);

    private async Task<IReadOnlyList<ApiRoute>> RoutesAsync()
    {
        var routes = ApiRoute.All(await ApiDocument.ReadAsync(_api)).Where(route => route.Path.StartsWith("/v1/", StringComparison.Ordinal)).ToList();
        Assert.True(routes.Count > 40, $"only {routes.Count} routes were found");
        return routes;
    }

    private async Task<IReadOnlyList<(ApiRoute Route, ApiParameter Parameter)>> RoutesWithParametersAsync() =>
        [.. (await RoutesAsync()).SelectMany(route => route.Parameters.Where(parameter => parameter.In == "query").Select(parameter => (route, parameter)))];

    private async Task<IReadOnlyList<(ApiRoute Route, string Name)>> ParametersAsync() => [.. (await RoutesWithParametersAsync()).Select(pair => (pair.Route, pair.Parameter.Name))];

    private static string Filled(ApiRoute route) => string.Join('/', route.Path.Split('/').Select(part => part == "{accountId}" ? Caller.DefaultAccount.ToString() : part.StartsWith('{') ? Nobody : part));

    private Task<Answer> AskAsync(ApiRoute route, string query) => _api.SendAsync(new HttpRequestMessage(new HttpMethod(route.Method), $"{Filled(route)}?{query}"));

    private static string Hints(Answer answer) => string.Join(' ', (answer.Json["errors"] as JsonArray ?? []).Select(fault => (string?)fault!["detail"]));

    private static string Faults(Answer answer) =>
        string.Join(", ", (answer.Json["errors"] as JsonArray ?? []).Select(fault => $"{fault!["pointer"]} {fault["code"]}").Order(StringComparer.Ordinal));
}

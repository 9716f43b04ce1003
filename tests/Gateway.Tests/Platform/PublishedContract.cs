using System.Text.Json.Nodes;
using Gateway.Messages;
using Gateway.Tests.Support;
using Gateway.Tests.Support.Contract;
using Xunit;

namespace Gateway.Tests.Platform;

/// <summary>
/// The document says of every operation what a typed client must know. Whether answers are as it says is looked at in
/// every test (<see cref="OpenApiContract"/>).
/// </summary>
public sealed class PublishedContract(SharedGateway gateway)
{
    private readonly Api _api = gateway.Ready();

    [Fact]
    public async Task Says_of_every_parameter_what_it_does_and_takes()
    {
        var parameters = (await OperationsAsync())
            .SelectMany(known => known.Value["parameters"] as JsonArray ?? [], (known, parameter) => (known.Name, Of: parameter!))
            .ToList();

        Assert.True(parameters.Count > 100, $"only {parameters.Count} parameters were found");
        Assert.Equal([], parameters.Where(parameter => string.IsNullOrEmpty((string?)parameter.Of["description"]))
            .Select(parameter => $"{parameter.Name} {parameter.Of["name"]}"));
        Assert.All(parameters.Where(parameter => (string?)parameter.Of["name"] == "limit"), parameter => Assert.Equal(
            """{"maximum":200,"minimum":1,"type":"integer","format":"int32","default":50}""",
            parameter.Of["schema"]!.ToJsonString()));
    }

    [Fact]
    public async Task Says_of_every_operation_whether_it_needs_a_key_and_with_which_problems_it_answers()
    {
        var operations = await OperationsAsync();

        Assert.Equal([], operations.Where(known => known.Value["security"] is not JsonArray).Select(known => known.Name));
        Assert.Equal(
            [],
            operations.SelectMany(known => known.Value["responses"]!.AsObject(), (known, answer) => (known.Name, answer.Key, answer.Value))
                .Where(answer => answer.Value!["content"]?["application/problem+json"] is not null)
                .Where(answer => answer.Value!["x-problem-codes"] is not JsonArray { Count: > 0 })
                .Select(answer => $"{answer.Name} {answer.Key}"));
    }

    /// <summary>Also of the event that somebody adds tomorrow.</summary>
    [Fact]
    public async Task Has_a_schema_and_a_webhook_for_every_event()
    {
        var document = (await _api.GetAsync("/openapi.json")).Json;
        var types = EventTypes.All.Select(known => known.Name).Order(StringComparer.Ordinal).ToList();
        var schemas = document["components"]!["schemas"]!;
        var told = schemas["GatewayEvent"]!["anyOf"]!.AsArray()
            .Select(one => schemas[((string)one!["$ref"]!).Split('/')[^1]]!["properties"]!["type"]!["const"])
            .Select(type => (string)type!);

        Assert.Equal(types, told.Order(StringComparer.Ordinal));
        Assert.Equal(types.Append("batch").Order(StringComparer.Ordinal), document["webhooks"]!.AsObject().Select(webhook => webhook.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>An operation is called by its id in clients; languages write it in their own case.</summary>
    [Fact]
    public async Task Has_ids_of_operations_that_are_unique_in_any_case()
    {
        var ids = (await OperationsAsync()).Select(known => ((string)known.Value["operationId"]!).ToUpperInvariant()).ToList();

        Assert.Equal(ids.Distinct().Count(), ids.Count);
    }

    [Theory]
    [InlineData("200", """{ "items": [], "nextCursor": null }""", null)]
    [InlineData("200", """{ "items": [] }""", "nextCursor")]
    [InlineData("200", """{ "items": null, "nextCursor": null }""", "items")]
    [InlineData("200", """{ "items": [], "nextCursor": null, "more": 1 }""", "more")]
    [InlineData("418", """{ "items": [], "nextCursor": null }""", "418")]
    public void Is_held_against_every_answer(string status, string body, string? fault)
    {
        var answer = new Answer(
            int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
            body,
            new Dictionary<string, string> { ["Content-Type"] = "application/json", ["X-Request-Id"] = "a" });

        var found = OpenApiContract.Fault("GET", "/v1/messages?limit=1", answer);

        Assert.Equal(fault is null, found is null);
        Assert.Contains(fault ?? "", found ?? "", StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<(string Name, JsonNode Value)>> OperationsAsync()
    {
        var document = (await _api.GetAsync("/openapi.json")).Json;
        return
        [
            .. document["paths"]!.AsObject().SelectMany(
                path => path.Value!.AsObject(),
                (path, operation) => ($"{operation.Key} {path.Key}", operation.Value!)),
        ];
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Serialization;

namespace Gateway.Tests.Support.Contract;

/// <summary>
/// Holds every answer that any test gets against the published document: its status, its content type, its body, its
/// headers, and the code of a problem. So each test of the product proves the contract as well.
/// </summary>
internal sealed class OpenApiContract
{
    private const string Schemas = "#/components/schemas/";
    private const string Root = "https://gateway.test/contract";

    /// <summary>The server's own answers to what is hardly a request, and to methods that a path does not take.</summary>
    private static readonly int[] OfServer = [405, 411, 414, 431];

    private static readonly Lazy<OpenApiContract> Published = new(() => new OpenApiContract(Read()));

    private static readonly EvaluationOptions Whether = Options(OutputFormat.Flag);
    private static readonly EvaluationOptions Why = Options(OutputFormat.List);

    private readonly JsonObject _document;
    private readonly List<(string[] Parts, JsonObject Operations)> _paths;
    private readonly Dictionary<JsonNode, JsonSchema> _bodies = [];

    private OpenApiContract(JsonObject document)
    {
        _document = document;
        _paths = [.. document["paths"]!.AsObject().Select(path => (path.Key.Split('/'), path.Value!.AsObject()))];
        var definitions = Referring(document["components"]!["schemas"]!);
        SchemaRegistry.Global.Register(JsonSchema.FromText(
            new JsonObject { ["$id"] = Root, ["$defs"] = definitions }.ToJsonString()));
    }

    /// <summary>What is wrong with an answer; null: nothing, or it is none of an operation in the document.</summary>
    public static string? Fault(string method, string path, Answer answer) =>
        Published.Value.FaultOf(method, path, answer);

    [ModuleInitializer]
    internal static void WatchEveryAnswer() => Api.Watch = static (method, path, answer) =>
    {
        if (Fault(method, path, answer) is { } fault)
        {
            throw new InvalidOperationException($"{method} {path} is not as openapi.yaml says: {fault}\n{answer}");
        }
    };

    private static EvaluationOptions Options(OutputFormat format) =>
        new() { OutputFormat = format, RequireFormatValidation = true };

    private string? FaultOf(string method, string path, Answer answer)
    {
        if (OfServer.Contains(answer.Status) || Operation(method, path) is not { } operation)
        {
            return null;
        }

        var answers = operation["responses"]!.AsObject();
        var status = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Target(answers[status] ?? (status == "200" ? answers["default"] : null)) is not { } documented)
        {
            return $"The status {status} is not in the document.";
        }

        return FaultOfHeaders(documented, answer) ?? FaultOfBody(documented, answer);
    }

    private string? FaultOfHeaders(JsonObject documented, Answer answer)
    {
        var known = documented["headers"]?.AsObject().Select(header => header.Key).ToList() ?? [];
        return answer.Headers.Keys.Where(IsOurs).FirstOrDefault(header => !known.Contains(header)) is { } missing
            ? $"The header {missing} is not in the document."
            : !answer.Headers.ContainsKey("X-Request-Id") ? "X-Request-Id is missing." : null;
    }

    private static bool IsOurs(string header) =>
        header is "Retry-After" or "Idempotency-Replayed" or "Content-Disposition" or "WWW-Authenticate";

    private string? FaultOfBody(JsonObject documented, Answer answer)
    {
        var contents = documented["content"] as JsonObject;
        var type = answer.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
        if (contents is null || type is null)
        {
            return answer.Text.Length == 0 && contents is null ? null
                : contents is null ? $"It has a body of {type}." : "It has no body.";
        }

        // A file has the type of what is in it.
        if ((contents[type] ?? contents["*/*"]) is not { } content)
        {
            return $"The content type {type} is not in the document.";
        }

        return type.EndsWith("json", StringComparison.Ordinal) && contents[type] is not null
            ? FaultOfJson(documented, content["schema"]!, answer.Text)
            : null;
    }

    private string? FaultOfJson(JsonObject documented, JsonNode schema, string text)
    {
        var body = JsonNode.Parse(text);
        if (documented["x-problem-codes"] is JsonArray codes
            && !codes.Any(code => (string)code! == (string)body!["code"]!))
        {
            return $"The code {body!["code"]} is not in the document.";
        }

        if (IsIncomplete(body))
        {
            return null;
        }

        JsonSchema known;
        lock (_bodies)
        {
            known = _bodies.TryGetValue(schema, out var seen) ? seen
                : _bodies[schema] = JsonSchema.FromText(Referring(schema)!.ToJsonString());
        }

        // To list every fault costs much more than to look for one, and nearly all answers have none.
        return known.Evaluate(body, Whether).IsValid ? null : string.Join('\n', known.Evaluate(body, Why).Details
            .Where(detail => detail.HasErrors)
            .SelectMany(detail => detail.Errors!, (detail, error) => $"{detail.InstanceLocation} {error.Key}: {error.Value}")
            .Distinct().Take(10));
    }

    /// <summary>It says itself that it shows what could be read of a damaged row, whatever that is.</summary>
    private static bool IsIncomplete(JsonNode? body) => body switch
    {
        JsonObject members => members["damaged"] is JsonValue damaged && damaged.GetValueKind() == JsonValueKind.True
            || members["incomplete"] is JsonValue incomplete && incomplete.GetValueKind() == JsonValueKind.True
            || members.Any(member => IsIncomplete(member.Value)),
        JsonArray items => items.Any(IsIncomplete),
        _ => false,
    };

    private JsonObject? Operation(string method, string path)
    {
        var parts = Uri.UnescapeDataString(path.Split('?')[0]).Split('/');
        return _paths.Where(known => known.Parts.Length == parts.Length && known.Parts.Zip(parts).All(Fits))
            .OrderBy(known => known.Parts.Count(part => part.StartsWith('{')))
            .Select(known => known.Operations[method.ToLowerInvariant()]?.AsObject())
            .FirstOrDefault();
    }

    private static bool Fits((string Known, string Given) part) =>
        part.Known == part.Given || (part.Known.StartsWith('{') && part.Given.Length > 0);

    /// <summary>An answer, where it stands or where it is described for many.</summary>
    private JsonObject? Target(JsonNode? node) =>
        (string?)node?["$ref"] is { } reference
            ? _document["components"]!["responses"]![reference.Split('/')[^1]]!.AsObject()
            : node?.AsObject();

    /// <summary>With references to the schemas as they are registered.</summary>
    private static JsonNode? Referring(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Referring)]),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member is { Key: "$ref", Value: JsonValue reference }
                ? ((string)reference!).Replace(Schemas, $"{Root}#/$defs/", StringComparison.Ordinal)
                : Referring(member.Value)))),
        _ => node?.DeepClone(),
    };

    /// <summary>openapi.yaml of the repository.</summary>
    internal static JsonObject Document => Read();

    private static JsonObject Read()
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(File.ReadAllText(Repository.File("openapi.yaml")));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml))!.AsObject();
    }
}

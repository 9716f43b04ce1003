using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gateway.Platform.Bodies;

namespace Gateway.Platform.Errors;

/// <summary>An error answer: RFC 9457 <c>application/problem+json</c>.</summary>
internal sealed record Problem
{
    /// <summary><c>urn:gateway:problem:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>What kind of problem it is, the same for every problem of this code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status, once more.</summary>
    public required int Status { get; init; }

    /// <summary>What happened this time and, where it helps, what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>Stable code for programs.</summary>
    public required string Code { get; init; }

    /// <summary>Name this id when you ask for help: it is in our log.</summary>
    public required string TraceId { get; init; }

    /// <summary>The id of the thing that the problem is about, such as what the first request of a <c>secret_shown_before</c> made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Id { get; init; }

    /// <summary>All errors of the body.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fault>? Errors { get; init; }
}

/// <summary>One error of a request body.</summary>
/// <param name="Pointer">Where it is: an RFC 6901 JSON pointer into the body, such as <c>/to/0/phone</c>.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Detail">In words, with the limit that was broken.</param>
internal sealed record Fault(string Pointer, string Code, string Detail)
{
    /// <summary>The message that the error is about, such as the earlier one of a <c>duplicate_message</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? MessageId { get; init; }
}

[JsonSerializable(typeof(Problem))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ProblemJson : JsonSerializerContext
{
    /// <summary>Hangul stands as it is, not as \u escapes.</summary>
    public static JsonTypeInfo<Problem> Readable { get; } =
        new ProblemJson(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = ReadableJson.Encoder }).Problem;
}

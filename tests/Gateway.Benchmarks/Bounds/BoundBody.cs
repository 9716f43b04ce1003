using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Benchmarks.Bounds;

/// <summary>What a bound reads: the same 400 bytes that the product gets, parsed and not checked.</summary>
internal sealed record BoundBody
{
    public required string Channel { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public string? Text { get; init; }

    public string? Reference { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public static async ValueTask<BoundBody> ReadAsync(HttpRequest request)
    {
        var read = await request.BodyReader.ReadAtLeastAsync((int)(request.ContentLength ?? 0), request.HttpContext.RequestAborted);
        var body = Parse(read.Buffer);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body;
    }

    private static BoundBody Parse(ReadOnlySequence<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return JsonSerializer.Deserialize(ref reader, BoundJson.Default.BoundBody) ?? throw new JsonException();
    }
}

/// <summary>Many of them in one request.</summary>
internal sealed record BoundBatch(IReadOnlyList<BoundBody> Messages);

[JsonSerializable(typeof(BoundBody))]
[JsonSerializable(typeof(BoundBatch))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class BoundJson : JsonSerializerContext;

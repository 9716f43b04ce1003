using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Platform.Errors;
using Gateway.Platform.Letters;

namespace Gateway.Platform.Bodies;

/// <summary>
/// What came of reading a JSON body: the value, or the faults of its form, or both when what is left of it can still be
/// checked for its content.
/// </summary>
internal sealed record Body<T>
{
    /// <summary>
    /// The value; with <see cref="Faults"/>, without the faulty members; null when nothing could be read.
    /// </summary>
    public T? Value { get; init; }

    /// <summary>Faults of form: wrong types, unknown or doubled fields.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The answer when there is nothing to check at all.</summary>
    public ProblemResult? Problem { get; init; }

    /// <summary>How many bytes came.</summary>
    public long Size { get; init; }

    /// <summary>SHA-256 of the body, composed.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>
    /// The faults of form, and those of content; but of a place whose form is wrong only that is told.
    /// </summary>
    public IReadOnlyList<Fault> FaultsWith(IEnumerable<Fault> ofContent) =>
        [.. Faults, .. ofContent.Where(fault => !Faults.Any(form => Covers(form.Pointer, fault.Pointer)))];

    private static bool Covers(string form, string fault) =>
        fault == form || fault.StartsWith(form + "/", StringComparison.Ordinal) || (fault.Length > 0 && form.StartsWith(fault + "/", StringComparison.Ordinal));
}

/// <summary>
/// Reads JSON bodies strictly: unknown fields, doubled fields and wrong types are faults, all of them are told, and
/// nothing is guessed.
/// </summary>
internal static class BodyReader
{
    public static async Task<Body<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new Body<T> { Problem = TakenTypes.Problem(context) };
        }

        var (bytes, problem) = await ReadWholeAsync(context, maxBytes);
        if (problem is not null)
        {
            return new Body<T> { Problem = problem };
        }

        using var joined = new JoinedBytes(bytes);
        var body = BodyShape.Refusal(joined.All.Span, maxBytes) is { } tooMany
            ? new Body<T> { Problem = new ProblemResult(ErrorCode.BodyTooLarge, tooMany) }
            : Parse(joined.All, type) with { Size = bytes.Length };
        context.Request.BodyReader.AdvanceTo(bytes.End);
        return body;
    }

    /// <summary>A file that is sent as the body, whole.</summary>
    public static async Task<Body<byte[]>> ReadFileAsync(HttpContext context, int maxBytes)
    {
        var (bytes, problem) = await ReadWholeAsync(context, maxBytes, " Split the file.");
        if (problem is not null)
        {
            return new Body<byte[]> { Problem = problem };
        }

        var body = new Body<byte[]> { Value = bytes.ToArray(), Hash = ComposedBody.HashOfText(bytes) };
        context.Request.BodyReader.AdvanceTo(bytes.End);
        return body;
    }

    /// <summary>The same for bytes that are in memory.</summary>
    /// <param name="written">The body.</param>
    /// <param name="type">What it is to be.</param>
    /// <param name="hashes">False: nobody asks for its hash.</param>
    public static Body<T> Parse<T>(ReadOnlyMemory<byte> written, JsonTypeInfo<T> type, bool hashes = true)
    {
        var (bytes, hash) = ComposedBody.OfJson(WithoutMark(new ReadOnlySequence<byte>(written)), hashes);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (JsonSerializer.Deserialize(ref reader, type) is not { } value || HasMore(ref reader))
            {
                return new Body<T> { Problem = new ProblemResult(ErrorCode.MalformedBody, "The body must be one JSON object.") };
            }

            // The serializer lets null pass for an element of a list, whatever its type says.
            return MentionsNull(bytes) && FindFaults(bytes, type, hash) is { Faults.Count: > 0 } faulty
                ? faulty
                : new Body<T> { Value = value, Hash = hash };
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            // The slow way, taken only for bad bodies: find every fault instead of the first.
            return FindFaults(bytes, type, hash);
        }
    }

    /// <summary>All bytes, which the caller gives back to the reader; or why they are not taken.</summary>
    private static async ValueTask<(ReadOnlySequence<byte> Bytes, ProblemResult? Problem)> ReadWholeAsync(
        HttpContext context, int maxBytes, string advice = "")
    {
        var reader = context.Request.BodyReader;
        BodyBudget.Part? part = null;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > BodyBudget.Small && !(part ??= BeginPart(context)).TryGrowTo(buffer.Length))
            {
                reader.AdvanceTo(buffer.End);
                return (default, BodyBudget.Exceeded);
            }

            if (buffer.Length > maxBytes)
            {
                reader.AdvanceTo(buffer.End);
                return (default, new ProblemResult(ErrorCode.BodyTooLarge, $"The body may have {maxBytes} bytes here.{advice}"));
            }

            if (read.IsCompleted)
            {
                return (buffer, null);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static BodyBudget.Part BeginPart(HttpContext context) =>
        context.RequestServices.GetRequiredService<BodyBudget>().Begin(context);

    private static bool HasMore(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <summary>Files that Windows writes begin with the mark of UTF-8.</summary>
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> bytes) =>
        bytes.FirstSpan.StartsWith("\uFEFF"u8) ? bytes.Slice("\uFEFF"u8.Length) : bytes;

    /// <summary>What to say where letters of two or four bytes are the reason.</summary>
    private static string Wide(ReadOnlySequence<byte> bytes) =>
        bytes.FirstSpan is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..]
            ? " It is UTF-16 or UTF-32; JSON is UTF-8: send it so."
            : "";

    /// <summary>Of a body in one piece.</summary>
    private static bool MentionsNull(ReadOnlySequence<byte> bytes) => bytes.FirstSpan.IndexOf("null"u8) >= 0;

    private static Body<T> FindFaults<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type, byte[] hash)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var walk = new BodyFaults();
            var pruned = walk.Check(document.RootElement, type);
            if (walk.Faults.Count == 0)
            {
                return new Body<T> { Problem = new ProblemResult(ErrorCode.MalformedBody, "The body does not have the form that this path takes.") };
            }

            return new Body<T> { Faults = walk.Faults, Value = pruned is null || walk.IsFull ? default : JsonSerializer.Deserialize(pruned, type), Hash = hash };
        }
        catch (JsonException fault)
        {
            var place = fault is { LineNumber: { } line, BytePositionInLine: { } position }
                ? $" near line {line + 1}, byte {position + 1}"
                : "";
            return new Body<T> { Problem = new ProblemResult(ErrorCode.MalformedBody, $"The body is not valid JSON{place}.{Wide(bytes)}") };
        }
        catch (InvalidOperationException)
        {
            // A member's name of bytes that are no UTF-8, or with half a surrogate pair.
            return new Body<T> { Problem = new ProblemResult(ErrorCode.MalformedBody, "A field's name is not valid Unicode.") };
        }
    }
}

using Gateway.Acceptance.Requests;
using Gateway.Files;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Gateway.Platform.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gateway.Acceptance.Batches;

/// <summary>The body of a campaign as <c>multipart/form-data</c>, for the document.</summary>
internal sealed record UploadFormRequest
{
    /// <summary>JSON: fields for every message that leaves them out; all but <c>to</c>.</summary>
    [DefaultsOf("MessageDefaults", without: "to")]
    public SendMessageRequest? Defaults { get; init; }

    /// <summary>
    /// The file: CSV, NDJSON, or .xlsx (its first visible sheet; numbers and dates as they are shown).
    /// </summary>
    public required IFormFile File { get; init; }
}

/// <summary>
/// Reads the parts of an upload. A file that stands behind <c>defaults</c> is read as it comes; one that stands before
/// it is put on the disk first, because lines need the defaults.
/// </summary>
internal sealed class UploadForm(FileStore store) : IAsyncDisposable
{
    private const int MaxDefaults = 256 * 1024;
    private const int MaxParts = 8;

    /// <summary>Of a file that is put on the disk.</summary>
    private const long MaxKept = 1L << 30;

    private static readonly string[] Parts = ["defaults", "file"];

    private readonly List<Fault> _malformed = [];
    private readonly List<Fault> _invalid = [];
    private TempFile? _kept;

    public SendMessageRequest? Defaults { get; private set; }

    /// <summary>The bytes of the defaults; a repeated upload has the same.</summary>
    public byte[] DefaultsBytes { get; private set; } = [];

    public UploadFile? File { get; private set; }

    public ValueTask DisposeAsync() => _kept?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Answers what is wrong with the form, or null: then there is a file.</summary>
    public async Task<ProblemResult?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (ReadForm.Boundary(request) is not { } boundary)
        {
            return ReadForm.NoBoundary;
        }

        try
        {
            return await ReadAsync(new MultipartReader(boundary, request.Body), cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return ReadForm.Broken;
        }
    }

    private async Task<ProblemResult?> ReadAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        var (hasDefaults, parts) = (false, 0);
        (TempFile File, string? Type, string Name)? kept = null;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (++parts > MaxParts)
            {
                return ProblemResult.Malformed([new Fault("", "too_many_parts", $"At most {MaxParts}.")]);
            }

            ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
            var part = ReadForm.PartOf(disposition);
            if (!Parts.Contains(part))
            {
                _malformed.Add(ReadForm.UnknownPart(part, Parts));
            }
            else if (part == "defaults" ? hasDefaults : kept is not null)
            {
                _malformed.Add(new Fault("/" + part, "duplicate_field", "Stands more than once."));
            }
            else if (part == "defaults")
            {
                hasDefaults = true;
                if (await ReadDefaultsAsync(section.Body, cancellationToken) is { } problem)
                {
                    return problem;
                }
            }
            else if (hasDefaults && Faults() is null)
            {
                return await TakeAsync(section.Body, section.ContentType, FileName.Of(disposition), cancellationToken);
            }
            else if (await KeepAsync(section.Body, cancellationToken) is { } file)
            {
                kept = (file, section.ContentType, FileName.Of(disposition));
            }
            else
            {
                return new ProblemResult(ErrorCode.BodyTooLarge, $"A file may have {MaxKept} bytes here. Put the part 'defaults' before it, and it may have more.");
            }
        }

        if (kept is null)
        {
            _invalid.Add(new Fault("/file", "required", "Send the file as a part named 'file'."));
        }

        if (Faults() is { } wrong)
        {
            return wrong;
        }

        kept!.Value.File.Content.Position = 0; // Without one there is a fault.
        return await TakeAsync(kept.Value.File.Content, kept.Value.Type, kept.Value.Name, cancellationToken);
    }

    private ProblemResult? Faults() => _malformed.Count > 0 ? ProblemResult.Malformed([.. _malformed, .. _invalid])
        : _invalid.Count > 0 ? ProblemResult.Invalid(_invalid)
        : null;

    private async Task<ProblemResult?> TakeAsync(Stream content, string? type, string name, CancellationToken cancellationToken)
    {
        (File, var problem) = await UploadFile.OfAsync(content, type, name, cancellationToken);
        return problem;
    }

    private async Task<ProblemResult?> ReadDefaultsAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxDefaults + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxDefaults)
        {
            return new ProblemResult(ErrorCode.BodyTooLarge, $"The part 'defaults' may have {MaxDefaults} bytes.");
        }

        DefaultsBytes = buffer[..length];
        var bytes = DefaultsBytes.AsSpan().StartsWith("\uFEFF"u8) ? DefaultsBytes.AsMemory(3) : DefaultsBytes;
        if (BodyShape.Refusal(bytes.Span, MaxDefaults) is { } tooMany)
        {
            return new ProblemResult(ErrorCode.BodyTooLarge, tooMany);
        }

        var read = BodyReader.Parse(bytes, RequestJson.Request);
        if (read.Problem is { } problem)
        {
            _malformed.Add(new Fault("/defaults", problem.Code, problem.Detail ?? ""));
        }

        _malformed.AddRange(read.Faults.Select(fault => fault with { Pointer = "/defaults" + fault.Pointer }));
        _invalid.AddRange(RequestBounds.Faults(read.Value, length, "/defaults"));
        if (read.Value?.To is not null)
        {
            _invalid.Add(new Fault("/defaults/to", "unexpected_field", "Each line has its own recipient."));
        }

        Defaults = read.Value;
        return null;
    }

    /// <summary>Null when it gets too large.</summary>
    private async Task<TempFile?> KeepAsync(Stream body, CancellationToken cancellationToken)
    {
        _kept = await store.CreateTempAsync();
        if (!await _kept.TryFillAsync(body, MaxKept, cancellationToken))
        {
            return null;
        }

        await _kept.FinishAsync();
        return _kept;
    }
}

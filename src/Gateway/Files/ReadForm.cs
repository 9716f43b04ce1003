using System.Text;
using Gateway.Files.Types;
using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gateway.Files;

/// <summary>
/// Reads an upload part by part, straight to the disk: whatever its size, it costs one buffer of memory, and it is
/// stopped where it gets too large.
/// </summary>
internal sealed class ReadForm(FileStore store)
{
    public const long MaxFileBytes = 20 * 1024 * 1024;

    private const int LongestChannel = 16;

    /// <summary>RFC 2046.</summary>
    private const int LongestBoundary = 70;

    private const int MaxParts = 8;

    private static readonly string[] Parts = ["file", "channel"];

    public static ProblemResult NoBoundary { get; } = new(
        ErrorCode.MalformedBody, "The Content-Type names no usable boundary.");

    public static ProblemResult Broken { get; } =
        new(ErrorCode.MalformedBody, "The body is not valid multipart/form-data, or ends too early.");

    /// <summary>Fills the form; answers what is wrong with it, or null.</summary>
    public async Task<ProblemResult?> ReadAsync(HttpRequest request, FileForm form, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new ProblemResult(
                ErrorCode.UnsupportedMediaType, "Send the file as a part named 'file' of a multipart/form-data body.");
        }

        if (Boundary(request) is not { } boundary)
        {
            return NoBoundary;
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, request.Body), form, cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Broken;
        }
    }

    /// <summary>What stands between the parts; null when the content type names nothing usable.</summary>
    public static string? Boundary(HttpRequest request)
    {
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        var boundary = HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).ToString();
        return boundary.Length is 0 or > LongestBoundary ? null : boundary;
    }

    /// <summary>The name of a part; empty when it has none.</summary>
    public static string PartOf(ContentDispositionHeaderValue? disposition) =>
        HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString();

    /// <summary>A name is cut, so that a hostile one does not come back at full length.</summary>
    public static Fault UnknownPart(string part, IReadOnlyList<string> parts) => new(
        "/" + JsonPointer.Escape(FileName.Clean(part)),
        "unknown_field",
        $"Unknown part. There are: {string.Join(", ", parts)}.{NearName.Hint(part, parts)}");

    private async Task<ProblemResult?> ReadPartsAsync(
        MultipartReader reader, FileForm form, CancellationToken cancellationToken)
    {
        var malformed = new List<Fault>();
        var invalid = new List<Fault>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
            var part = PartOf(disposition);
            if (seen.Count + malformed.Count >= MaxParts)
            {
                return ProblemResult.Malformed([new Fault("", "too_many_parts", $"At most {MaxParts}.")]);
            }

            if (!Parts.Contains(part))
            {
                malformed.Add(UnknownPart(part, Parts));
            }
            else if (!seen.Add(part))
            {
                malformed.Add(new Fault("/" + part, "duplicate_field", "Stands more than once."));
            }
            else if (part == "channel")
            {
                await ReadChannelAsync(section.Body, form, invalid, cancellationToken);
            }
            else if (!await SaveAsync(section.Body, form, disposition, cancellationToken))
            {
                return new ProblemResult(ErrorCode.BodyTooLarge, $"A file may have {MaxFileBytes} bytes.");
            }
        }

        if (form.File is null)
        {
            invalid.Add(new Fault("/file", "required", "Send the file as a part named 'file'."));
        }

        return malformed.Count > 0 ? ProblemResult.Malformed(malformed) : invalid.Count > 0 ? ProblemResult.Invalid(invalid) : null;
    }

    private async Task<bool> SaveAsync(
        Stream body, FileForm form, ContentDispositionHeaderValue? disposition, CancellationToken cancellationToken)
    {
        form.Name = FileName.Of(disposition);
        form.File = await store.CreateTempAsync();
        if (!await form.File.TryFillAsync(body, MaxFileBytes, cancellationToken))
        {
            return false;
        }

        form.Sha256 = await form.File.FinishAsync();
        return true;
    }

    private static async Task ReadChannelAsync(
        Stream body, FileForm form, List<Fault> faults, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestChannel];
        var text = Encoding.UTF8.GetString(
            buffer,
            0,
            await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken));
        if (Usability.Words.TryRead(text, out var channel))
        {
            form.Channel = channel;
        }
        else
        {
            faults.Add(
                new Fault("/channel", "invalid_channel", Usability.Words.Expected + " Other channels take no files."));
        }
    }
}

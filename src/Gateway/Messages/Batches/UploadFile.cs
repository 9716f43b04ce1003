using System.Text;
using Gateway.Messages.Batches.Tables;
using Gateway.Platform.Errors;
using Microsoft.Net.Http.Headers;

namespace Gateway.Messages.Batches;

/// <summary>What lines come in.</summary>
internal enum UploadFormat
{
    /// <summary>A message a line.</summary>
    Ndjson = 0,

    /// <summary>A header line, then a message a line.</summary>
    Csv = 1,
}

/// <summary>The file of an upload.</summary>
/// <param name="Charset">What its content type says of its encoding.</param>
internal sealed record UploadFile(UploadFormat Format, Stream Content, Encoding? Charset)
{
    /// <summary>Of a name that comes back.</summary>
    private const int LongestShown = 40;

    /// <summary>The file, or why its encoding is not taken.</summary>
    public static (UploadFile? File, ProblemResult? Problem) Of(
        UploadFormat format, Stream content, string? contentType)
    {
        var given = MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Charset).ToString().Trim()
            : "";
        if (given.Length == 0)
        {
            return (new UploadFile(format, content, null), null);
        }

        return !Charsets.TryFind(given, out var charset) ? (null, Unknown(given, Charsets.Known))
            : format == UploadFormat.Ndjson && charset != Charsets.Utf8 ? (null, Unknown(given, "utf-8, as all JSON"))
            : (new UploadFile(format, content, charset), null);
    }

    private static ProblemResult Unknown(string given, string known) =>
        new(
            ErrorCode.UnsupportedMediaType,
            $"The charset '{(given.Length > LongestShown ? given[..LongestShown] : given)}' is not known here. There are: {known}. "
                + "Without one, the encoding of a table is found from its bytes.");
}

using System.Text;
using Microsoft.Net.Http.Headers;

namespace Gateway.Platform.Errors;

/// <summary>
/// A CSV file of any length, written while it is read. A fault after its first bytes breaks the connection off: the
/// client sees an unfinished answer, and never a file that looks whole. One before them is told as a problem.
/// </summary>
/// <param name="name">Of the file.</param>
/// <param name="marked">Begins with the mark of UTF-8, by which Excel knows Hangul.</param>
/// <param name="write">Writes the lines. Its token ends when the client has gone.</param>
internal sealed partial class StreamedCsv(
    string name, bool marked, Func<StreamWriter, CancellationToken, Task> write) : IResult
{
    /// <summary>In letters: a few of the server's own blocks.</summary>
    private const int Buffer = 16 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{AnswerForm.Csv}; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        try
        {
            // Not disposed: behind a fault it would still write what it holds, and so begin the answer.
            var writer = new StreamWriter(response.Body, new UTF8Encoding(marked), Buffer) { NewLine = "\r\n" };
            await write(writer, httpContext.RequestAborted);
            await writer.FlushAsync(httpContext.RequestAborted);
        }
        catch (Exception fault) when (response.HasStarted && !httpContext.RequestAborted.IsCancellationRequested)
        {
            var logger = httpContext.RequestServices.GetRequiredService<ILogger<StreamedCsv>>();
            Log.BrokenOff(logger, name, fault.GetBaseException().Message, ProblemResult.TraceId(httpContext));
            httpContext.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            203,
            LogLevel.Error,
            "The file {Name} was broken off while it was written, and its connection too: {Fault} (traceId {TraceId})")]
        public static partial void BrokenOff(ILogger logger, string name, string fault, string traceId);
    }
}

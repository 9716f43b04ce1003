using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;

namespace Gateway.Platform.Errors;

/// <summary>Writes a problem answer.</summary>
internal sealed class ProblemResult(
    ErrorCode code, string? detail = null, IReadOnlyList<Fault>? faults = null, TimeSpan? retryAfter = null) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>Looking for faults ends at 100 of one kind, at 1,000 in all.</summary>
    private const int Many = 100;

    public int Status => code.Status;

    public IReadOnlyList<Fault> Faults => faults ?? [];

    public string Code => code.Code;

    /// <summary>The id of the thing that the problem is about.</summary>
    public Guid? Id { get; init; }

    public string? Detail => detail;

    public TimeSpan? RetryAfter => retryAfter;

    public static ProblemResult Invalid(IReadOnlyList<Fault> faults) =>
        new(ErrorCode.InvalidMessage, Count(faults), faults);

    public static ProblemResult Malformed(IReadOnlyList<Fault> faults) =>
        new(ErrorCode.InvalidRequest, Count(faults), faults);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = code.Status;
        response.ContentType = ContentType;
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(
                CultureInfo.InvariantCulture);
        }

        var problem = new Problem
        {
            Type = "urn:gateway:problem:" + code.Code,
            Title = code.Title,
            Status = code.Status,
            Detail = DetailFor(httpContext.User),
            Code = code.Code,
            TraceId = TraceId(httpContext),
            Id = Id,
            Errors = FaultsFor(httpContext.User),
        };
        await JsonSerializer.SerializeAsync(response.Body, problem, ProblemJson.Readable, httpContext.RequestAborted);
    }

    /// <summary>The detail as this caller may see it.</summary>
    public string? DetailFor(ClaimsPrincipal caller) =>
        detail is not null && Mask.IsFor(caller) ? Mask.Url(detail) : detail;

    /// <summary>
    /// The faults as this caller may see them: pointers hold names of fields, and people name fields, files and much
    /// else after people.
    /// </summary>
    public IReadOnlyList<Fault>? FaultsFor(ClaimsPrincipal caller) => faults is not null && Mask.IsFor(caller)
        ? [.. faults.Select(static fault =>
            fault with { Pointer = Mask.Pointer(fault.Pointer), Detail = Mask.Url(fault.Detail) })]
        : faults;

    public static string TraceId(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private static string Count(IReadOnlyList<Fault> faults) => faults.Count switch
    {
        1 => "1 fault.",
        < Many => $"{faults.Count.ToString(CultureInfo.InvariantCulture)} faults.",
        _ => $"{faults.Count.ToString(CultureInfo.InvariantCulture)} faults or more; mend these first.",
    };
}

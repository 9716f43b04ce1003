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

    /// <summary>The detail is the number of faults, and nothing else.</summary>
    private bool CountsFaults { get; init; }

    public TimeSpan? RetryAfter => retryAfter;

    public static ProblemResult Invalid(IReadOnlyList<Fault> faults) =>
        new(ErrorCode.InvalidMessage, Count(faults), faults) { CountsFaults = true };

    public static ProblemResult Malformed(IReadOnlyList<Fault> faults) =>
        new(ErrorCode.InvalidRequest, Count(faults), faults) { CountsFaults = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var korean = httpContext.AnswersInKorean();
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
            Title = (korean ? KoreanWords.Title(code) : null) ?? code.Title,
            Status = code.Status,
            Detail = korean ? KoreanDetailFor(httpContext.User) : DetailFor(httpContext.User),
            Code = code.Code,
            TraceId = TraceId(httpContext),
            Id = Id,
            Errors = korean
                ? FaultsFor(httpContext.User)?.Select(KoreanWords.Translated).ToList()
                : FaultsFor(httpContext.User),
        };
        await JsonSerializer.SerializeAsync(response.Body, problem, ProblemJson.Readable, httpContext.RequestAborted);
    }

    /// <summary>The detail as this caller may see it.</summary>
    public string? DetailFor(ClaimsPrincipal caller) =>
        detail is not null && Mask.IsFor(caller) ? Mask.Url(detail) : detail;

    /// <summary>The same in Korean.</summary>
    public string? KoreanDetailFor(ClaimsPrincipal caller) => CountsFaults
        ? string.Create(CultureInfo.InvariantCulture, $"오류가 {Faults.Count}개{(Faults.Count < Many ? "" : " 이상")} 있습니다.")
        : KoreanWords.Detail(code, DetailFor(caller));

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
        1 => "1 error.",
        < Many => $"{faults.Count.ToString(CultureInfo.InvariantCulture)} errors.",
        _ => $"{faults.Count.ToString(CultureInfo.InvariantCulture)} errors or more; correct these first.",
    };
}

using Gateway.Platform.Errors;

namespace Gateway.Platform.Bodies;

/// <summary>A request without faults, or the answer that refuses it.</summary>
internal sealed class CheckedBody<T>
    where T : class
{
    private readonly ProblemResult? _refusal;

    public CheckedBody(T request, byte[] hash) => (Request, Hash) = (request, hash);

    public CheckedBody(ProblemResult refusal) => _refusal = refusal;

    /// <summary>Null when it is refused.</summary>
    public T? Request { get; }

    /// <summary>SHA-256 of the body, composed.</summary>
    public byte[] Hash { get; } = [];

    public ProblemResult Refusal => _refusal ?? throw new InvalidOperationException("The request was not refused.");
}

/// <summary>The one way from a body to a request: faults of form and of content are told together.</summary>
internal static class CheckBody
{
    public static async ValueTask<CheckedBody<T>> CheckAsync<T>(
        this Body<T> body, RequestValidator<T> validator, HttpContext context)
        where T : class
    {
        if (body.Problem is { } problem)
        {
            return new CheckedBody<T>(problem);
        }

        var ofContent = body.Value is { } given
            ? await validator.FaultsAsync(given, new RequestAround(context, body.Size, body.Faults))
            : [];
        return body.Faults.Count > 0 ? new CheckedBody<T>(ProblemResult.Malformed(body.FaultsWith(ofContent)))
            : ofContent.Count > 0 ? new CheckedBody<T>(ProblemResult.Invalid(ofContent))
            : new CheckedBody<T>(body.Value!, body.Hash); // Without faults there is one.
    }
}

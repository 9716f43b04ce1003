using Gateway.Acceptance.Requests;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Rules;

/// <summary>What of a request is accepted as it is, and is probably a mistake.</summary>
internal static class Doubts
{
    public static IEnumerable<Fault> Of(SendMessageRequest request)
    {
        var unused = UnusedVariables.Of(request, fieldsOfTable: null, "");
        return OtherPlaceholders.Of(request) is { Count: > 0 } others ? unused.Concat(others) : unused;
    }

    /// <summary>The same of many, each with its place; what they share is told once.</summary>
    public static IEnumerable<Fault> Of(IReadOnlyList<SendMessageRequest> requests, Func<int, Fault, Fault> at)
    {
        var told = new HashSet<Fault>();
        for (var i = 0; i < requests.Count; i++)
        {
            foreach (var fault in Of(requests[i]))
            {
                if (fault.Code != OtherPlaceholders.Code || told.Add(fault))
                {
                    yield return at(i, fault);
                }
            }
        }
    }
}

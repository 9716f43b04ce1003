using System.Globalization;
using Gateway.Platform.Errors;

namespace Gateway.Acceptance.Repeats;

/// <summary>Tells of refused messages.</summary>
internal static class RepeatFaults
{
    private const int MaxFaults = 100;

    /// <summary>The refusal of a whole request: 409 when something in it came before, 429 when only the recipients have got enough.</summary>
    public static ProblemResult Problem(IReadOnlyList<Repeat> repeats, Func<int, string> pointer)
    {
        var faults = repeats.OrderBy(repeat => repeat.Index).ThenBy(repeat => repeat.Kind).Take(MaxFaults).Select(repeat => Of(repeat, pointer(repeat.Index))).ToList();
        return repeats.FirstOrDefault(repeat => repeat.Kind == RepeatKind.Duplicate) is { } duplicate
            ? new ProblemResult(ErrorCode.DuplicateMessage, Of(duplicate, "").Detail, faults)
            : new ProblemResult(ErrorCode.RecipientCapExceeded, "Nothing of this request was stored.", faults, repeats.Max(repeat => repeat.RetryAfter));
    }

    public static Fault Of(Repeat repeat, string pointer) => repeat.Kind switch
    {
        RepeatKind.Duplicate when repeat.WithinRequest || repeat.Earlier is null => new Fault(
            pointer,
            ErrorCode.DuplicateMessage.Code,
            "The same content to the same recipient stands earlier in this request."),
        RepeatKind.Duplicate => new Fault(pointer, ErrorCode.DuplicateMessage.Code, string.Create(CultureInfo.InvariantCulture, $"The same content went to this recipient a moment ago, as message {repeat.Earlier}.")) { MessageId = repeat.Earlier },
        RepeatKind.TooMany => new Fault(pointer, ErrorCode.RecipientCapExceeded.Code, "This recipient has got as many messages within an hour as the account allows."),
    };
}

using Gateway.Platform.Bodies;
using Gateway.Platform.Errors;

namespace Gateway.Accounts;

/// <summary>A quota of an account in the period that runs.</summary>
/// <param name="Name"><c>daily</c>, <c>monthly</c>, or <c>test</c> for the messages of test keys.</param>
/// <param name="Period">By which its counter is known.</param>
/// <param name="Quota">Messages of the period.</param>
/// <param name="Code">Of the answer when it is used up.</param>
/// <param name="EndsIn">When the period ends.</param>
internal sealed record QuotaLimit(string Name, string Period, int Quota, ErrorCode Code, TimeSpan EndsIn)
{
    public static ClosedSet<string> Names { get; } = ClosedSet.Of("daily", "monthly", "test");

    /// <summary>The problem of who wanted so many messages.</summary>
    public ProblemResult Exceeded(int messages) =>
        new(Code, $"{messages} more messages would exceed {Quota}.", retryAfter: EndsIn);
}

/// <summary>What is used of a quota.</summary>
internal sealed record QuotaUse(QuotaLimit Limit, int Used)
{
    public bool HasRoom(int messages) => (long)Used + messages <= Limit.Quota;
}

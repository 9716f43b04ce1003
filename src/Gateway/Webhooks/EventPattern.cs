using Gateway.Messages;
using Gateway.Platform.Bodies;

namespace Gateway.Webhooks;

/// <summary>Which events an endpoint wants: <c>*</c>, <c>message.*</c>, or a type's name.</summary>
internal static class EventPattern
{
    /// <summary>Every pattern that there is, with its types as bits.</summary>
    public static ClosedSet<long> Words { get; } = new(
        EventTypes.All.Select(known => known.Name).Concat(EventTypes.All.Select(known => known.Name.Split('.')[0] + ".*").Distinct()).Append("*").Select(pattern => (pattern, Bits(pattern))));

    /// <summary>The names of all types.</summary>
    public static ClosedSet<string> Types { get; } = ClosedSet.Of(EventTypes.All.Select(known => known.Name));

    public static long Mask(IEnumerable<string> patterns) =>
        patterns.Aggregate(0L, (mask, pattern) => mask | Mask(pattern));

    /// <summary>The bits of the types that a pattern names; 0 when there is none such.</summary>
    public static long Mask(string pattern) => Words.TryRead(pattern, out var bits) ? bits : 0;

    private static long Bits(string pattern) => EventTypes.All
        .Where(known => pattern == "*" || known.Name == pattern || (pattern.EndsWith(".*", StringComparison.Ordinal) && known.Name.StartsWith(pattern[..^1], StringComparison.Ordinal)))
        .Aggregate(0L, (mask, known) => mask | (1L << (short)known.Type));
}

using System.Globalization;

namespace Gateway.Benchmarks.Running;

/// <summary>Accounts that messages are made for.</summary>
internal static class Owners
{
    /// <summary>The account of the admin key.</summary>
    public static IReadOnlyList<Guid> Default { get; } = Unknown(2)[1..];

    /// <summary>So many that nobody has made.</summary>
    public static Guid[] Unknown(int count) =>
    [
        .. Enumerable.Range(0, count).Select(static number =>
            Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-7000-8000-{number:D12}"))),
    ];
}

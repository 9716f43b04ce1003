using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Acceptance;

/// <summary>A sample INSERT of a manual, and the request that asks for it.</summary>
/// <param name="Id">As in samples.json.</param>
/// <param name="Vendor">The vendor of <see cref="Support.WaitingVendors"/> that is set up as the sample's install.</param>
/// <param name="Request">The body, but for vendor and files: <c>{file}</c> is the uploaded one.</param>
internal sealed record ManualSample(string Id, string Vendor, string Request)
{
    /// <summary>The content of <c>{file}</c>, by its description.</summary>
    public string? File { get; init; }

    /// <summary>The column that names <c>{file}</c>, or the file that was made for the message.</summary>
    public string? FileColumn { get; init; }

    /// <summary>What the file before the agent says, for one that was made.</summary>
    public string? MadeFile { get; init; }

    /// <summary>Values that the manual leaves open.</summary>
    public IReadOnlyDictionary<string, Expected> Holes { get; init; } = new Dictionary<string, Expected>();

    /// <summary>Where the row is another one on purpose.</summary>
    public IReadOnlyList<Difference> Differences { get; init; } = [];
}

/// <summary>A column that the gateway fills in another way than the manual's sample, and why.</summary>
internal sealed record Difference(string Column, Expected Value, string Why);

/// <summary>What must stand in a column.</summary>
internal abstract record Expected
{
    /// <summary>The database's own form of nothing.</summary>
    public static Expected Nothing { get; } = new Exact(null);

    /// <summary>The time of the hand-over, in Korea, as a date or in 14 digits.</summary>
    public static Expected Now { get; } = new Moment();

    public static Expected Is(string value) => new Exact(value);

    /// <summary>A name that the gateway made.</summary>
    public static Expected Like(string pattern) => new Pattern(pattern);

    /// <summary>True for a value that only has a form: a name or a number that is made anew each time.</summary>
    public virtual bool IsForm => false;

    public abstract bool Fits(object? value);

    /// <summary>A value as text, times in 14 digits.</summary>
    public static string? Plain(object? value) => value switch
    {
        null => null,
        bool bit => bit ? "1" : "0", // MySQL's driver reads TINYINT(1) so.
        DateTime time => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private sealed record Exact(string? Value) : Expected
    {
        public override bool Fits(object? value) => Plain(value) == Value;
    }

    private sealed record Pattern(string Form) : Expected
    {
        public override bool IsForm => true;

        public override bool Fits(object? value) => Plain(value) is { } text && Regex.IsMatch(text, $"^{Form}$");
    }

    private sealed record Moment : Expected
    {
        private static readonly TimeSpan Korea = TimeSpan.FromHours(9);
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

        public override bool Fits(object? value) =>
            DateTime.TryParseExact(Plain(value), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            && (TimeProvider.System.GetUtcNow() - new DateTimeOffset(wall, Korea)).Duration() < Longest;
    }
}

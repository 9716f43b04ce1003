namespace Gateway.Vendors;

/// <summary>What was found when a vendor's tables were looked at.</summary>
/// <param name="Problems">Faults that make hand-over unsafe or impossible; while there is one, nothing is handed over.</param>
/// <param name="Hints">Things that cost speed, with the statement that mends them, and columns that refuse longer texts than the manual's.</param>
public sealed record QueueInspection(IReadOnlyList<string> Problems, IReadOnlyList<string> Hints)
{
    /// <summary>
    /// How many letters the columns hold that are written, by their names in the manual, as far as they have a bound.
    /// </summary>
    public IReadOnlyDictionary<string, int> Widths { get; init; } = new Dictionary<string, int>();

    /// <summary>Every column of the tables that rows are written to: <c>TABLE.COLUMN</c> in any case.</summary>
    public IReadOnlySet<string> Found { get; init; } = new HashSet<string>();

    /// <summary>True when the table has a column that an install may lack.</summary>
    public bool Has(string table, string column) => Found.Contains($"{table}.{column}");

    /// <summary>Of one column; null when it has no bound, or nothing is known.</summary>
    public int? WidthOf(string column) => Widths.TryGetValue(column, out var letters) ? letters : null;

    /// <summary>True when rows can be written safely.</summary>
    public bool Usable => Problems.Count == 0;
}

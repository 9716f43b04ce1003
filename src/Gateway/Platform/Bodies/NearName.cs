namespace Gateway.Platform.Bodies;

/// <summary>
/// Finds the name that was probably meant. Case does not count, and two letters that changed places are one mistake.
/// </summary>
internal static class NearName
{
    /// <summary>Mistakes in a name that is still taken for another.</summary>
    public const int Most = 2;

    /// <summary>The nearest of the names with at most two mistakes; null when none is near.</summary>
    public static string? Of(string given, IEnumerable<string> names) => Of(given, names, static _ => Most);

    /// <summary>
    /// The same with a limit for each name: short words have many neighbours that mean something else.
    /// </summary>
    public static string? Of(string given, IEnumerable<string> names, Func<string, int> most) => names
        .Select(name => (Name: name, Mistakes: Mistakes(name, given)))
        .Where(candidate => candidate.Mistakes <= most(candidate.Name))
        .OrderBy(candidate => candidate.Mistakes)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>" Did you mean 'scheduledAt'?", or nothing.</summary>
    public static string Hint(string given, IEnumerable<string> names) =>
        Of(given, names) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>Letters to change, add, leave out or swap; the largest number when there are surely too many.</summary>
    private static int Mistakes(string a, string b)
    {
        // A hostile name of a megabyte must not cost a megabyte squared.
        if (Math.Abs(a.Length - b.Length) > Most)
        {
            return int.MaxValue;
        }

        int[] before = [], above = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, changed);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above) = (above, row);
        }

        return above[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}

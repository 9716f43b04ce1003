using System.Globalization;
using Gateway.Platform.Errors;

namespace Gateway.Platform;

/// <summary>
/// What a list asks for: newest first by id, with the id of the last item as cursor, so that inserts never shift a
/// page.
/// </summary>
internal sealed record Page(int Size, Guid? Before)
{
    public const int DefaultSize = 50;
    public const int MaxSize = 200;

    private static readonly Fault LimitFault = new("?limit", "out_of_range", $"1 to {MaxSize}.");
    private static readonly Fault CursorFault = new(
        "?cursor", "invalid_cursor", "Not a cursor of ours. Take nextCursor of the page before.");

    /// <summary>The problem when limit or cursor cannot be used.</summary>
    public static ProblemResult? Read(int? limit, string? cursor, out Page page)
    {
        var faults = new List<Fault>();
        return Read(limit?.ToString(CultureInfo.InvariantCulture), cursor, faults, out page)
            ? ProblemResult.Malformed(faults)
            : null;
    }

    /// <summary>The same from a query that has more to read; adds to the faults and answers whether it did.</summary>
    public static bool Read(string? limit, string? cursor, List<Fault> faults, out Page page)
    {
        var size = DefaultSize;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxSize))
        {
            faults.Add(LimitFault);
        }

        var before = Guid.Empty;
        if (cursor is not null && !Guid.TryParse(cursor, out before))
        {
            faults.Add(CursorFault);
        }

        page = new Page(size, cursor is null ? null : before);
        return faults.Count > 0;
    }

    /// <summary>One more than the page, to know whether there is another.</summary>
    public IQueryable<T> Of<T>(IQueryable<T> query) => query.Take(Size + 1);

    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> found, Func<T, Guid> id) =>
        found.Count > Size ? ([.. found.Take(Size)], id(found[Size - 1]).ToString()) : (found, null);
}

using Gateway.Platform.Errors;

namespace Gateway.Platform;

/// <summary>What a list asks for: newest first by id, with the id of the last item as cursor, so that inserts never shift a page.</summary>
internal sealed record Page(int Size, Guid? Before)
{
    public const int DefaultSize = 50;
    public const int MaxSize = 200;

    /// <summary>The problem when limit or cursor cannot be used.</summary>
    public static ProblemResult? Read(int? limit, string? cursor, out Page page)
    {
        page = new Page(limit ?? DefaultSize, null);
        if (page.Size is < 1 or > MaxSize)
        {
            return ProblemResult.Malformed([new Fault("?limit", "out_of_range", $"1 to {MaxSize}.")]);
        }

        if (cursor is null)
        {
            return null;
        }

        if (!Guid.TryParse(cursor, out var before))
        {
            return ProblemResult.Malformed([new Fault("?cursor", "invalid_cursor", "Not a cursor of ours. Take nextCursor of the page before.")]);
        }

        page = page with { Before = before };
        return null;
    }

    /// <summary>One more than the page, to know whether there is another.</summary>
    public IQueryable<T> Of<T>(IQueryable<T> query) => query.Take(Size + 1);

    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> found, Func<T, Guid> id) =>
        found.Count > Size ? ([.. found.Take(Size)], id(found[Size - 1]).ToString()) : (found, null);
}

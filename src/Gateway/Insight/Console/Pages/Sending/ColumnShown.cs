using Gateway.Acceptance.Batches.Tables;
using Gateway.Acceptance.Requests;
using Gateway.Platform.Errors;

namespace Gateway.Insight.Console.Pages.Sending;

/// <summary>A column of a file as the server takes it.</summary>
/// <param name="Name">As it came.</param>
/// <param name="Field">What it is; null for a variable.</param>
/// <param name="IsMapped">Somebody said so by hand.</param>
/// <param name="MayBeVariable">Its own name says no field.</param>
public sealed record ColumnShown(string Name, string? Field, bool IsMapped, bool MayBeVariable)
{
    /// <summary>What stands in texts for it.</summary>
    public string? Variable =>
        Name.Length > 0 && Field is null or ColumnNames.To or ColumnNames.Name or ColumnNames.Reference ? Name : null;

    /// <summary>A comma would end it in <c>columns=</c>.</summary>
    public bool MayBeMapped => Name.Length > 0 && !Name.Contains(',', StringComparison.Ordinal);

    /// <summary>The columns of a header, and what is wrong with them.</summary>
    /// <param name="header">The names as they came.</param>
    /// <param name="mapped">Columns by the field that somebody has chosen.</param>
    /// <param name="texts">The text for all lines: a name that stands there as a placeholder is no field.</param>
    internal static (IReadOnlyList<ColumnShown> Columns, IReadOnlyList<Fault> Faults) Of(
        IReadOnlyList<string> header, IReadOnlyDictionary<string, string> mapped, SendMessageRequest texts)
    {
        var (names, ofRejects) = NameColumns.Own(header);
        var named = new NameColumns([.. names], ofRejects, mapped, texts);
        var alone = new NameColumns([.. names], ofRejects, new Dictionary<string, string>(), texts).Columns;
        return ([.. named.Columns.Select(Shown)], named.Faults);

        ColumnShown Shown(TableColumns.Column column, int index)
        {
            var isMapped = column.Field is { } field && mapped.TryGetValue(field, out var by)
                && by.Equals(column.Name, StringComparison.OrdinalIgnoreCase);
            return new ColumnShown(
                column.Name, column.Field, isMapped, column.Field is null || (isMapped && alone[index].Field is null));
        }
    }
}

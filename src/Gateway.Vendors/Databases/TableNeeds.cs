using Gateway.Vendors.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gateway.Vendors.Databases;

/// <summary>What a table must have before rows can be written and found, as the model has it.</summary>
/// <param name="Name">The table.</param>
/// <param name="Create">Writes the statement that creates it when it is missing.</param>
/// <param name="Columns">The columns that the adapter reads or writes.</param>
/// <param name="Indexed">Columns that look-ups need at the head of an index.</param>
/// <param name="IsNeeded">
/// False: the table is the agent's alone, made along with the others, and nobody minds when it is missing.
/// </param>
internal sealed record TableNeeds(
    string Name,
    Func<string> Create,
    IReadOnlyList<NeededColumn> Columns,
    IReadOnlyList<string> Indexed,
    bool IsNeeded = true)
{
    public static TableNeeds Of(VendorDatabase database, VendorModel model, string entity)
    {
        var type = TypeOf(database, model, entity);
        var name = type.FindAnnotation(Facts.Table)?.Value as string
            ?? throw new InvalidOperationException($"{entity} has no name of its own.");
        return new TableNeeds(name, () => Script(database, model, entity), ColumnsOf(type), LookUpsOf(type));
    }

    /// <summary>A table that is made along with the others, and may be missing.</summary>
    public static TableNeeds Optional(VendorDatabase database, VendorModel model, string entity, string name) =>
        new(name, () => Script(database, model, entity), [], [], IsNeeded: false);

    /// <summary>Tables of this form, one for each period.</summary>
    public static TableFamily Family(
        VendorDatabase database,
        VendorModel model,
        string entity,
        string prefix,
        string suffix,
        IReadOnlyList<string> periods)
    {
        var type = TypeOf(database, model, entity);
        return new TableFamily(
            prefix,
            suffix,
            periods,
            [.. ColumnsOf(type).Select(column => column.Name)],
            LookUpsOf(type));
    }

    private static IEntityType TypeOf(VendorDatabase database, VendorModel model, string entity)
    {
        using var context = new VendorContext(database, model);
        return context.Model.FindEntityType(entity)
            ?? throw new ArgumentException($"The model has no {entity}.", nameof(entity));
    }

    private static string Script(VendorDatabase database, VendorModel model, string entity)
    {
        using var context = new VendorContext(database, model with { Whole = true });
        return TableScript.Of(context, entity);
    }

    private static IReadOnlyList<NeededColumn> ColumnsOf(IEntityType type) =>
    [
        .. type.GetProperties().Select(property => new NeededColumn(
            property.FindAnnotation(Facts.Column)?.Value as string ?? property.GetColumnName(),
            property.FindAnnotation(Facts.Length)?.Value as int?,
            property.FindAnnotation(Facts.IsId) is not null,
            property.FindAnnotation(Facts.AnyLetter) is not null)),
    ];

    private static IReadOnlyList<string> LookUpsOf(IEntityType type) =>
        type.FindAnnotation(Facts.LookUps)?.Value as IReadOnlyList<string> ?? [];
}

/// <summary>A column that the adapter reads or writes.</summary>
/// <param name="Name">As the manual spells it.</param>
/// <param name="Letters">The most letters that are written; null when there is no bound, or it is only read.</param>
/// <param name="IsId">It holds one of our ids.</param>
/// <param name="AnyLetter">Texts with every letter of Unicode are written there: those of Kakao messages.</param>
internal sealed record NeededColumn(string Name, int? Letters, bool IsId, bool AnyLetter);

/// <summary>
/// Tables that an agent makes, one for each period: <c>PREFIX</c>, a date and, in some installs, a suffix.
/// </summary>
/// <param name="Prefix">The name's part before the date.</param>
/// <param name="Suffix">The name's part after the date; often empty.</param>
/// <param name="Periods">Forms of the date, such as <c>yyyyMM</c>; an empty one is the table without a date.</param>
/// <param name="Columns">
/// The columns that the adapter reads. A table without them, such as somebody's copy, is none of the agent's and is
/// passed over.
/// </param>
/// <param name="Indexed">Columns that look-ups need at the head of an index.</param>
internal sealed record TableFamily(
    string Prefix,
    string Suffix,
    IReadOnlyList<string> Periods,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Indexed);

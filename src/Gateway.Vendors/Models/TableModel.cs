using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Models;

/// <summary>Collects the tables of a model that is being built.</summary>
internal sealed class TableModel(ModelBuilder builder, DatabaseKind kind, bool whole)
{
    public DatabaseKind Kind => kind;

    /// <summary>
    /// A table under its name of the install; null for tables that are named when they are found, such as those of a
    /// month.
    /// </summary>
    /// <param name="entity">Its name in the model.</param>
    /// <param name="table">Its name in the database.</param>
    /// <param name="own">The gateway's own table, in the database's own character set.</param>
    public TableDescription<TRow> Table<TRow>(string entity, string? table, bool own = false)
        where TRow : class => new(builder, kind, whole, entity, table, own);
}

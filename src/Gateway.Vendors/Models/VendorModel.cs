using Microsoft.EntityFrameworkCore;

namespace Gateway.Vendors.Models;

/// <summary>
/// The tables of one protocol under the names of one install, as an EF Core model. There are two views of it: the whole
/// one has every column of the manual and makes the DDL, the other one has the columns that the adapters of this
/// install read and write. Equal values are one model, which EF Core keeps.
/// </summary>
internal abstract record VendorModel
{
    /// <summary>Every column of the manual; else those that the adapters use.</summary>
    public bool Whole { get; init; }

    public void Configure(ModelBuilder builder, DatabaseKind kind)
    {
        var tables = new TableModel(builder, kind, Whole);
        tables.Table<LedgerRow>(LedgerRow.Entity, LedgerRow.Table, own: true)
            .Key("handover_id", ColumnType.Id, Use.Id(nameof(LedgerRow.Id)))
            .Column("row_count", ColumnType.Int, Use.Read(nameof(LedgerRow.Rows)), required: true)
            .Column("entered_at", ColumnType.Time, Use.Read(nameof(LedgerRow.EnteredAt)), required: true)
            .Build();
        Describe(tables);
    }

    protected abstract void Describe(TableModel tables);
}

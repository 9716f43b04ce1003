using Gateway.Vendors.Models;

namespace Gateway.AddedVendor.Tests.Pigeon;

/// <summary>The table: STATE W waits, F flies, H is home.</summary>
internal sealed record PigeonModel(PigeonSettings Settings) : VendorModel
{
    public const string Post = "post";

    protected override void Describe(TableModel tables) => tables.Table<PigeonRow>(Post, Settings.Table)
        .Key("FLIGHT", ColumnType.Int, Use.Read(nameof(PigeonRow.Flight)), numbered: true)
        .Column("RING", ColumnType.Text(40), Use.Id(nameof(PigeonRow.Ring)))
        .Column("KIND", ColumnType.Char(1), Use.Written)
        .Column("SENDER", ColumnType.Text(15), Use.Written)
        .Column("RECIPIENT", ColumnType.Text(15), Use.Written)
        .Column("RECIPIENT_NAME", ColumnType.Text(10), Use.Written)
        .Column("SUBJECT", ColumnType.Text(20), Use.Written)
        .Column("BODY", ColumnType.Text(400), Use.Written)
        .Column("STATE", ColumnType.Char(1), Use.Both(nameof(PigeonRow.State)))
        .Column("ANSWER", ColumnType.Text(8), Use.Read(nameof(PigeonRow.Answer)))
        .Column("STATE_AT", ColumnType.Time, Use.Both(nameof(PigeonRow.StateAt)))
        .LookUp("RING", "STATE_AT")
        .Build();
}

/// <summary>What is read of a row.</summary>
internal sealed class PigeonRow
{
    public long Flight { get; init; }

    /// <summary>Our id.</summary>
    public string? Ring { get; init; }

    public string? State { get; init; }

    public string? Answer { get; init; }

    public DateTime? StateAt { get; init; }
}

using System.Data.Common;
using System.Globalization;

namespace Gateway.Simulator.Agents.Lguplus;

/// <summary>What all parts of the agent share.</summary>
internal sealed record LguplusContext(
    LguplusAgentOptions Options, TimeProvider Time, Outcomes Outcomes, AgentJournal? Journal)
{
    public IReadOnlyList<LguplusFamily> Families { get; } = LguplusFamily.Of(Options);

    public Outcome OutcomeOf(LguplusRow row) =>
        Outcomes.For(row.Kind, row.Phone, row.Number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>What the agent must know of a row to go on with it.</summary>
internal sealed record LguplusRow(
    long Number, string Phone, string Text, DateTime Due, DateTime? SentAt, long Files, long Named, bool IsLong)
{
    public string Kind => !IsLong ? "sms" : Files > 0 ? "mms" : "lms";

    public static string Columns(LguplusFamily family) =>
        $"{family.Number}, {family.Phone}, {family.Text}, {family.Due}, {family.SentAt}, {family.FileCount}, "
        + family.FilesNamed;

    public static Func<DbDataReader, LguplusRow> Of(LguplusFamily family) => reader => new LguplusRow(
        reader.Long(0),
        reader.Text(1),
        reader.Text(2),
        reader.Time(3) ?? DateTime.MinValue,
        reader.Time(4),
        reader.Long(5),
        reader.Long(6),
        family.IsLong);
}

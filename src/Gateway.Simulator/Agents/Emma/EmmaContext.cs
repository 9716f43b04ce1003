using System.Data.Common;
using System.Globalization;

namespace Gateway.Simulator.Agents.Emma;

/// <summary>What all parts of the agent share.</summary>
internal sealed record EmmaContext(
    EmmaAgentOptions Options, TimeProvider Time, Outcomes Outcomes, AgentJournal? Journal)
{
    public string FileTable { get; } = Identifier.Check(Options.FileTable);

    public IReadOnlyList<EmmaFamily> Families { get; } = EmmaFamily.Of(Options);

    public Outcome OutcomeOf(EmmaRow row) =>
        Outcomes.For(row.Kind, row.Phone, row.Number.ToString(CultureInfo.InvariantCulture));

    public bool WritesIntoLog(Session session)
    {
        var usual = session.Dialect is PostgreSqlDialect ? EmmaResults.Log : EmmaResults.Queue;
        return (Options.Results ?? usual) == EmmaResults.Log;
    }
}

/// <summary>What the agent must know of a row to go on with it.</summary>
internal sealed record EmmaRow(
    long Number, string Phone, string Type, DateTime Due, DateTime? SentAt, long Group, string Subject, string Text)
{
    public string Kind => Type switch { "0" or "1" => "sms", "2" => "mms", "3" => "lms", _ => "alimtalk" };

    public static string Columns(EmmaFamily family) =>
        $"mt_pr, recipient_num, {family.Type}, date_client_req, date_mt_sent, COALESCE({family.Group}, 0), "
        + $"{family.Subject}, content";

    public static EmmaRow Read(DbDataReader reader) => new(
        reader.Long(0),
        reader.Text(1),
        reader.Text(2).Trim(),
        reader.Time(3) ?? DateTime.MinValue,
        reader.Time(4),
        reader.Long(5),
        reader.Text(6),
        reader.Text(7));
}

using System.Data.Common;

namespace Gateway.Simulator.Agents.Bizppurio;

/// <summary>What the module must know of a row to go on with it.</summary>
internal sealed record BizppurioRow(string Cmid, int Type, string Phone, string[] Files)
{
    public const string Columns = "CMID, MSG_TYPE, DEST_PHONE, ATTACHED_FILE, SEND_TIME, UMID, RE_TYPE, RE_PART";

    public DateTime SendTime { get; private init; }

    public string Umid { get; private init; } = "";

    public string ReType { get; private init; } = "";

    public string RePart { get; private init; } = "";

    public bool FallsBack => ReType.Length > 0 && BizppurioKind.IsKakao(Type);

    public static BizppurioRow Read(DbDataReader reader) =>
        new(
            reader.GetString(0),
            reader.Int(1),
            reader.Text(2),
            reader.Text(3).Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            SendTime = reader.Time(4) ?? DateTime.MinValue,
            Umid = reader.Text(5),
            ReType = reader.Text(6).Trim(),
            RePart = reader.Text(7).Trim(),
        };
}

using System.Globalization;
using Gateway.Benchmarks.Running;

namespace Gateway.Benchmarks.Looks;

/// <summary>Rows that wait, and results, as an agent would leave them.</summary>
internal static class LookRows
{
    /// <summary>So many results are looked for.</summary>
    public const int Known = 10_000;

    public static Guid HandOver { get; } = new("0000000000000000000000000000face");

    public static IReadOnlyList<string> Protocols { get; } = ["Kshot", "Bizppurio", "Xroshot"];

    public static Guid Waiting(int number) => Id('a', number);

    public static Guid Result(int number) => Id('b', number);

    public static async Task FillAsync(QueueDatabase database, string protocol, int rows)
    {
        var (series, key, text) = database.Kind == "mysql"
            ? ($"(SELECT seq AS n FROM seq_0_to_{rows - 1}) s", "CONCAT('{0}', LPAD(s.n, 31, '0'))", "REPEAT('x', 80)")
            : ($"generate_series(0, {rows - 1}) s(n)", "'{0}' || LPAD(s.n::text, 31, '0')", "REPEAT('x', 80)");
        var (waiting, result) = (string.Format(CultureInfo.InvariantCulture, key, "a"), string.Format(CultureInfo.InvariantCulture, key, "b"));
        var now = database.Kind == "mysql" ? "DATE_FORMAT(NOW(), '%Y%m%d%H%i%s')" : "to_char(now(), 'YYYYMMDDHH24MISS')";
        foreach (var statement in protocol switch
        {
            "Kshot" => new[]
            {
                $"INSERT INTO agent_msgqueue (kind, callbackNo, receiveNo, message, etc1) SELECT 0, '15777985', '01012345678', {text}, {waiting} FROM {series}",
                $"INSERT INTO agent_msgresult (Id, kind, message, state, result, telecom, sendTime, resultTime, etc1) SELECT 1000000 + s.n, 0, {text}, 3, 0, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, {result} FROM {series}",
            },
            "Bizppurio" =>
            [
                $"INSERT INTO BIZ_MSG (CMID, DEST_PHONE, SEND_PHONE, MSG_BODY) SELECT {waiting}, '01012345678', '15777985', {text} FROM {series}",
                $"INSERT INTO BIZ_MSG (CMID, DEST_PHONE, SEND_PHONE, MSG_BODY, STATUS, CALL_STATUS, REPORT_TIME) SELECT {result}, '01012345678', '15777985', {text}, 2, '4100', CURRENT_TIMESTAMP FROM {series}",
            ],
            _ =>
            [
                $"INSERT INTO SDK_SMS_SEND (USER_ID, SEND_DATE, DEST_COUNT, DEST_INFO, SMS_MSG, RESERVED9) SELECT 'gateway', '20990101000000', 1, 'a^01012345678', {text}, {waiting} FROM {series}",
                $"INSERT INTO SDK_SMS_REPORT (MSG_ID, USER_ID, SEND_DATE, DEST_INFO, SMS_MSG, RESERVED9) SELECT 1000000 + s.n, 'gateway', '20990101000000', 'a^01012345678', {text}, {result} FROM {series}",
                "INSERT INTO SDK_SMS_REPORT_DETAIL (MSG_ID, USER_ID, SUBJOB_ID, SEND_DATE, DEST_NAME, PHONE_NUMBER, RESULT, TCS_RESULT, DELIVER_DATE, FEE, TELCOINFO, REPORT_RES_DATE) "
                    + $"SELECT 1000000 + s.n, 'gateway', 1, '20990101000000', 'a', '01012345678', 1, 0, {now}, 8.8, '01190', {now} FROM {series}",
            ],
        })
        {
            await database.ExecuteAsync(statement);
        }

        foreach (var table in protocol switch
        {
            "Kshot" => new[] { "agent_msgqueue", "agent_msgresult" },
            "Bizppurio" => ["BIZ_MSG"],
            _ => ["SDK_SMS_SEND", "SDK_SMS_REPORT", "SDK_SMS_REPORT_DETAIL"],
        })
        {
            await database.ExecuteAsync(database.Kind == "mysql" ? $"ANALYZE TABLE {table}" : $"ANALYZE {table}");
        }
    }

    private static Guid Id(char kind, int number) => Guid.ParseExact(kind + number.ToString("00000000000000000000000000000000", CultureInfo.InvariantCulture)[1..], "N");
}

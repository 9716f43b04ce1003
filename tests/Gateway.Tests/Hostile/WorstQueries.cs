using System.Globalization;
using static Gateway.Tests.Hostile.Bomb;

namespace Gateway.Tests.Hostile;

/// <summary>
/// The longest queries that the server reads, made from the document for every parameter of every route, and those that
/// ask for the most of what is stored.
/// </summary>
internal static class WorstQueries
{
    /// <summary>Letters of a value. Kestrel reads a line of 8,192 bytes.</summary>
    private const int Longest = 7_000;

    private static readonly (string What, Func<ApiParameter, string> Value)[] Values =
    [
        ("letters", static _ => new string('a', Longest)),
        ("digits", static _ => new string('9', Longest)),
        ("commas", static _ => new string(',', Longest)),
        ("bytes of Hangul", static _ => Repeat("%EA%B0%80", Longest / 9)),
        ("letters of words in a list", static known => Repeat((known.Words.Count > 0 ? known.Words[0] : "a") + ",", Longest / ((known.Words.Count > 0 ? known.Words[0].Length : 1) + 1))),
        ("letters of it again and again", static known => Repeat($"a&{known.Name}=", Longest / (known.Name.Length + 3))),
    ];

    /// <summary>What takes the most reading, by hand: all of it in the finest grain.</summary>
    public static IReadOnlyList<Bomb> All { get; } =
    [
        Stored("GET /v1/stats", BombedGateway.StatisticsRows, "rows of statistics of 31 days, more than are shown", "interval=hour&groupBy=account,channel,vendor,status,code&from={from}&to={to}"),
        Stored("GET /v1/stats", BombedGateway.StatisticsRows, "rows of statistics of 31 days, four in each item", "interval=hour&groupBy=account,channel,vendor,code&from={from}&to={to}"),
        Stored("GET /v1/stats", BombedGateway.StatisticsRows, "rows of statistics of ten years", "interval=month&groupBy=account,channel,vendor,status,code&from=2020-01-01T00:00:00Z&to=2029-12-31T00:00:00Z"),
        Stored("GET /v1/stats/reconciliation", BombedGateway.StatisticsRows, "rows of statistics of a year", "from={yearAgo}&to={to}"),
        Stored("GET /v1/messages", BombedGateway.Waiting, "messages searched by every filter", "status=scheduled,queued,failed&channel=sms,lms,mms,alimtalk,friendtalk,voice,fax&vendor=kshot,a,b&to=01099999999&from=15777985&createdFrom=0001-01-01T00:00:00Z&createdTo=9999-12-31T00:00:00Z&limit=200"),
        Stored("GET /v1/messages", BombedGateway.Waiting, "messages searched by a reference that none has", "reference=none&limit=200"),
        Stored("GET /v1/events", BombedGateway.Waiting, "messages in the feed, a page of 200", "types=*&start=oldest&limit=200"),
        Stored("GET /v1/events", 5_000, "transactions in a cursor", "cursor=" + Cursor(5_000)),
    ];

    /// <summary>The parameter's value as long as can be, in each shape.</summary>
    public static IEnumerable<Bomb> Of(ApiRoute route, ApiParameter parameter) => Values.Select(value => new Bomb(
        string.Create(CultureInfo.InvariantCulture, $"{value.Value(parameter).Length:N0} {value.What} in {parameter.Name}"),
        RouteOf(route, Type(route)),
        () => Type(route).Length == 0 ? [] : "to,text\n01012341234,a\n"u8.ToArray(),
        $"{parameter.Name}={value.Value(parameter)}"));

    /// <summary>Parameters that the route does not have.</summary>
    public static Bomb Unknown(ApiRoute route) => Bomb.Of(RouteOf(route), 900, "unknown parameters", static _ => "") with { Query = string.Join('&', Enumerable.Range(0, 900).Select(i => $"x{i}=1")) };

    /// <summary>Of the bodies that a route takes beside its query, the one with which it reads the query.</summary>
    private static string Type(ApiRoute route) => route.Bodies.Any(body => body.ContentType == Csv) ? Csv : "";

    private static Bomb Stored(string route, int count, string what, string query) => Bomb.Of(route, count, what, static _ => "") with { Query = query };

    /// <summary>As the feed writes it: a version, no window, the next transaction, and those that still ran, each one below the one before.</summary>
    private static string Cursor(int running)
    {
        byte[] bytes = [1, 0, .. Number(1_000_000), .. Number((ulong)running), .. Enumerable.Repeat((byte)1, running), 0];
        return System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }

    private static IEnumerable<byte> Number(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            yield return (byte)(number | 0x80);
        }

        yield return (byte)number;
    }
}

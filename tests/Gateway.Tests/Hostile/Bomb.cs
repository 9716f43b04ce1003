using System.Globalization;
using System.Text;

namespace Gateway.Tests.Hostile;

/// <summary>
/// A request that asks for much. <paramref name="Route"/>: method, path and type of the body, as <see cref="RouteOf"/>
/// writes them.
/// </summary>
internal sealed record Bomb(string Name, string Route, Func<byte[]> Body, string Query = "")
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string Lines = "application/x-ndjson";

    public string Method => Route.Split(' ')[0];

    public string Path => Route.Split(' ')[1];

    /// <summary>The route as the document has it: without the parameters of the type.</summary>
    public string Kind => Route.Split(';')[0];

    /// <summary>Empty: without a body.</summary>
    public string ContentType => string.Join(' ', Route.Split(' ')[2..]);

    public static string RouteOf(ApiRoute route, string contentType = "") => $"{route.Method} {route.Path} {contentType}".TrimEnd();

    /// <summary>So many of something: the number in the name is the one that the body is made with.</summary>
    public static Bomb Of(string route, int count, string what, Func<int, string> body) =>
        OfBytes(route, count, what, many => Encoding.UTF8.GetBytes(body(many)));

    public static Bomb OfBytes(string route, int count, string what, Func<int, byte[]> body) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}"), route, () => body(count));

    public static string Repeat(string part, int times) => new StringBuilder(part.Length * times).Insert(0, part, times).ToString();

    /// <summary>Parts that know their number, with a comma between them.</summary>
    public static string Join(int count, Func<int, string> part) => string.Join(',', Enumerable.Range(0, count).Select(part));
}

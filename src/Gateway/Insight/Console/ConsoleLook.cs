using Gateway.Platform;

namespace Gateway.Insight.Console;

/// <summary>Language and colours: the browser's, until somebody chooses others; and the browser's zone.</summary>
/// <param name="Language">ko or en.</param>
/// <param name="Theme">light, dark, or auto: as the browser says.</param>
internal sealed record ConsoleLook(string Language, string Theme)
{
    public const string Korean = "ko";
    public const string English = "en";
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Auto = "auto";

    private const string Cookie = "gateway-console-look";

    /// <summary>Kept by the pages' script: no header of a browser tells its zone.</summary>
    private const string ZoneCookie = "gateway-console-zone";

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(365);

    /// <summary>Null: the browser has not told one that is known here.</summary>
    public TimeZoneInfo? Zone { get; private init; }

    public bool IsKorean => Language == Korean;

    /// <summary>The media for which dark colours are taken; null: for none.</summary>
    public string? DarkWhen => Theme switch
    {
        Light => null,
        Dark => "all",
        _ => "(prefers-color-scheme: dark)",
    };

    /// <summary>What the cookie says, else what the browser likes best.</summary>
    public static ConsoleLook Of(HttpRequest request)
    {
        var chosen = (request.Cookies[Cookie] ?? "").Split('.');
        var (language, theme) = (chosen[0], chosen.ElementAtOrDefault(1));
        return new ConsoleLook(
            language is Korean or English ? language : request.WantsKorean() ? Korean : English,
            theme is Light or Dark ? theme : Auto)
        {
            Zone = ZoneOf(request.Cookies[ZoneCookie]),
        };
    }

    /// <summary>Names of zones are words with slashes between: no other path reaches the files behind them.</summary>
    private static TimeZoneInfo? ZoneOf(string? name) =>
        name is { Length: > 0 and <= 64 } && char.IsAsciiLetter(name[0])
            && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
                ? zone
                : null;

    /// <summary><c>GET /console/look</c>: keeps what was chosen in a cookie, and leads back.</summary>
    public static void Choose(HttpContext context)
    {
        var query = context.Request.Query;
        var now = Of(context.Request);
        var language = query["language"].ToString() is Korean or English ? query["language"].ToString() : now.Language;
        var theme = query["theme"].ToString() is Light or Dark or Auto ? query["theme"].ToString() : now.Theme;
        context.Response.Cookies.Append(Cookie, $"{language}.{theme}", new CookieOptions
        {
            Path = ConsoleModule.Root,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Lasts,
        });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = ReturnPath.Read(query[ReturnPath.Parameter]) ?? ReturnPath.Home;
    }

    /// <summary>The words of this language.</summary>
    public string Of(string korean, string english) => IsKorean ? korean : english;
}
